import {expect} from "chai";
import fc from "fast-check";
import {readMarks, markOf} from "../../kernel/marks.js";
import {pack, unpack} from "../../kernel/pipe.js";
import {Streams} from "../../kernel/streams.js";

/** Cuts bytes or a text into pieces of the lengths, the rest last. */
function cut<T extends Buffer | string>(whole: T, lengths: readonly number[]): T[] {
  const pieces: T[] = [];
  let at = 0;
  for (const length of lengths) pieces.push(whole.slice(at, (at += length)) as T);
  return [...pieces, whole.slice(at) as T].filter((piece) => piece.length > 0);
}

describe("the pipe between supervisor and runner", () => {
  it("gives the messages that were put in, however the bytes are cut", () => {
    const message = fc.record({value: fc.jsonValue(), buffers: fc.array(fc.uint8Array({maxLength: 30}), {maxLength: 3})});
    fc.assert(
      fc.property(fc.array(message, {maxLength: 5}), fc.array(fc.nat(20), {maxLength: 40}), (messages, lengths) => {
        const bytes = Buffer.concat(messages.map(({value, buffers}) => pack({value}, buffers)));
        const seen: {value: unknown; buffers: Uint8Array[]}[] = [];
        const take = unpack((it, buffers) =>
          seen.push({...(it as {value: unknown}), buffers: buffers.map((each) => Uint8Array.from(each))}),
        );
        for (const piece of cut(bytes, lengths)) take(piece);
        expect(seen).to.deep.equal(
          JSON.parse(JSON.stringify(messages.map(({value}) => ({value})))).map((it: object, index: number) => ({
            ...it,
            buffers: messages[index]!.buffers,
          })),
        );
      }),
    );
  });
});

describe("marks in a stream", () => {
  it("are taken out, and their place is kept, however the text is cut", () => {
    const part = fc.oneof(fc.string({maxLength: 8}), fc.constant("\u0000ddx"), fc.nat(99));
    fc.assert(
      fc.property(fc.array(part, {maxLength: 8}), fc.array(fc.nat(9), {maxLength: 30}), (parts, lengths) => {
        // A mark behind, so that nothing is left open.
        const all = [...parts, 7].map((it) => (typeof it === "string" ? it.replace(/\u0000(?!ddx$)/g, "") : it));
        const seen: (string | number)[] = [];
        const read = readMarks({text: (text) => seen.push(text), mark: (cell) => seen.push(cell)});
        for (const piece of cut(all.map((it) => (typeof it === "number" ? markOf(it) : it)).join(""), lengths)) read(piece);
        const joined = (of: readonly (string | number)[]) => of.map((it) => (typeof it === "number" ? `<${it}>` : it)).join("");
        expect(joined(seen)).to.equal(joined(all));
      }),
    );
  });
});

describe("what is printed in quick succession", () => {
  it("becomes one message a stream and cell, in order", async () => {
    const seen: unknown[] = [];
    const streams = new Streams((piece) => seen.push([piece.cell, piece.name, piece.text]));
    for (const [cell, name, text] of [
      [1, "stdout", "a"],
      [1, "stdout", "b"],
      [1, "stderr", "c"],
      [2, "stderr", "d"],
    ] as const)
      streams.add({type: "stream", cell, name, text});
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(seen).to.deep.equal([
      [1, "stdout", "ab"],
      [1, "stderr", "c"],
      [2, "stderr", "d"],
    ]);
  });
});
