import {PassThrough} from "node:stream";
import {expect} from "chai";
import {bar, meter} from "../../scripts/meter.js";

describe("the line of progress", () => {
  it("draws the share done", () => {
    expect(bar(0, {width: 4})).equal("────   0 %");
    expect(bar(0.5, {width: 4})).equal("━━──  50 %");
    expect(bar(1, {width: 4})).equal("━━━━ 100 %");
  });

  it("stays between nothing and all, and says 100 % only when all is done", () => {
    expect(bar(-1, {width: 2})).equal("──   0 %");
    expect(bar(7, {width: 2})).equal("━━ 100 %");
    expect(bar(0.999, {width: 2})).equal("━━  99 %");
  });

  it("replaces itself on a terminal, cut to its width", () => {
    expect(drawn({isTTY: true, columns: 20})).equal("\r\x1b[2Ka line that is far \r\x1b[2K");
  });

  it("is silent where nobody watches", () => {
    expect(drawn({isTTY: false, columns: 20})).equal("");
  });
});

function drawn(terminal: {isTTY: boolean; columns: number}): string {
  const stream = Object.assign(new PassThrough(), terminal);
  const {show, done} = meter(stream as unknown as NodeJS.WriteStream);
  show("a line that is far too long");
  done();
  return String(stream.read() ?? "");
}
