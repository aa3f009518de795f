import {expect} from "chai";
import {merge} from "../../src/harness/sync/merge.js";
import {random, type Random} from "../../src/math/random.js";

/** What one side does with each line of a text: keeps it, or has others in its place. */
type Side = readonly (readonly string[])[];

const drawSide = (base: readonly string[], {name, draw}: {name: string; draw: Random}): Side =>
  base.map((line, i) => {
    if (draw() < 0.75) return [line];
    return draw() < 0.4 ? [] : [`${name}${i}`, ...(draw() < 0.5 ? [""] : [])];
  });

const textOf = (side: Side) => side.flat().join("\n");

describe("merge", () => {
  it("has the changes of both sides, and refuses those that touch, whichever side is which", () => {
    let [merged, refused] = [0, 0];
    for (let seed = 0; seed < 500; seed++) {
      const draw = random(seed);
      const base = Array.from({length: 3 + Math.floor(draw() * 10)}, (_, i) => `line ${i}`);
      const [ours, theirs] = ["a", "b"].map((name) => drawSide(base, {name, draw})) as [Side, Side];
      const changed = (side: Side, i: number) => base[i] !== undefined && textOf([side[i]!]) !== base[i];
      const touch = base.some((_, i) => changed(ours, i) && [i - 1, i, i + 1].some((j) => changed(theirs, j)));
      const [text, a, b] = [base.join("\n"), textOf(ours), textOf(theirs)];
      const both = base.map((_, i) => (changed(ours, i) ? ours[i]! : theirs[i]!));
      for (const result of [merge({base: text, ours: a, theirs: b}), merge({base: text, ours: b, theirs: a})]) {
        if (touch && "lines" in result) refused++;
        else if (!touch) expect(result, `seed ${seed}`).deep.equal({text: textOf(both)});
      }
      if (!touch) merged++;
    }
    expect(merged).above(50);
    expect(refused).above(200);
  });

  it("takes what both sides did alike once, and names the lines in which they differ", () => {
    expect(merge({base: "a\nb", ours: "a\nc", theirs: "a\nc"})).deep.equal({text: "a\nc"});
    expect(merge({base: "a\nb\nc", ours: "x\na\nb1\nb2\nc", theirs: "a\nb3\nc"})).deep.equal({lines: [3, 4]});
  });
});
