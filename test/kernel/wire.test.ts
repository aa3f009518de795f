import {expect} from "chai";
import {decode, encode, message} from "../../kernel/wire.js";

describe("the wire", () => {
  const key = {key: "secret", hash: "sha256"};
  const sent = message("status", {
    content: {text: "ä😀"},
    identities: [Buffer.from("a"), Buffer.from("b")],
    buffers: [Buffer.from([0, 255])],
  });

  it("reads what it wrote: identities, content and buffers", () => {
    const {signature, ...read} = decode(encode(sent, key), key);
    expect(signature).to.match(/^[0-9a-f]{64}$/);
    expect(read).to.deep.equal(sent);
  });

  it("refuses another key, a changed byte, and what is no message", () => {
    const frames = encode(sent, key);
    expect(() => decode(frames, {...key, key: "other"})).to.throw("wrong signature");
    for (const index of [4, 5, 6, 7]) {
      const changed = frames.map((frame, at) => (at === index ? Buffer.concat([frame, Buffer.from(" ")]) : frame));
      expect(() => decode(changed, key)).to.throw("wrong signature");
    }
    expect(() => decode([Buffer.from("x")], key)).to.throw("not a message");
  });

  it("signs nothing without a key", () => {
    const none = {key: "", hash: "sha256"};
    const frames = encode(sent, none);
    expect(frames[3]).to.have.length(0);
    expect(decode(frames, none).content).to.deep.equal(sent.content);
  });

  it("signs as RFC 4231 says", () => {
    // Test case 2 of RFC 4231, its data cut into the frames that are signed.
    const data = [Buffer.from("what do "), Buffer.from("ya "), Buffer.from("want "), Buffer.from("for nothing?")];
    const mac = Buffer.from("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const frames = [Buffer.from("<IDS|MSG>"), mac, ...data];
    expect(() => decode(frames, {key: "Jefe", hash: "sha256"})).to.throw(SyntaxError);
    expect(() => decode(frames, {key: "Jeff", hash: "sha256"})).to.throw("wrong signature");
  });
});
