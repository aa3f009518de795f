import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import {useBackend} from "../../src/backend/backend.js";
import type {Diagnosis} from "../../src/finding.js";
import {ddx} from "./command.js";

describe("ddx diagnose", () => {
  let folder: string;
  before(async () => {
    await useBackend(undefined, {say: false});
    folder = await mkdtemp(join(tmpdir(), "ddx-diagnose-"));
    const model = tf.sequential({layers: [tf.layers.dense({units: 1, activation: "sigmoid", inputShape: [2]})]});
    await writeFile(join(folder, "model.json"), JSON.stringify(model.toJSON(null, false)));
    model.dispose();
    const rows = Array.from({length: 120}, (_, i) => `${Math.sin(i)},${Math.cos(i * i)},${i % 2}`);
    await writeFile(join(folder, "train.csv"), ["a,b,y", ...rows].join("\n"));
    await writeFile(join(folder, "held.csv"), ["a,b,y", ...rows.slice(0, 60)].join("\n"));
  });
  after(async () => rm(folder, {recursive: true}));

  const diagnose = (...more: string[]) =>
    ddx(["diagnose", "model.json", "train.csv", "--target", "y", "--loss", "binaryCrossentropy", ...more], {cwd: folder});

  const refused: [string[], RegExp][] = [
    [["--epochs", "ten"], /'--epochs <n>' argument 'ten' is invalid. expected a whole number from 1 on/],
    [["--epochs", "0"], /whole number from 1/],
    [["--batch-size", "1.5"], /whole number from 1/],
    [["--budget", "-1"], /a number above 0/],
    [["--learning-rate", ""], /a number above 0/],
    [["--seed", "x"], /whole number from 0/],
    [["--effort", "huge"], /Allowed choices are quick, full/],
    [["--accept", "class-imbalance"], /expected a check and a reason/],
    [["--accept", "class-imbalanse=x"], /did you mean class-imbalance\?/],
    [["--checks", "constant"], /did you mean constant-feature\?/],
    [["--loss", "foo"], /expected a loss \(/],
    [["--target", "z"], /there are a, b, y/],
    [["--history", "train.csv"], /expected the JSON of a history in train.csv, got "a,b,y/],
    [["--validation", "none.csv"], /cannot read none.csv: there is no such file/],
  ];
  for (const [words, says] of refused)
    it(`refuses ${words.join(" ")} in one line, with exit code 2`, async () => {
      const {code, out, err} = await diagnose(...words);
      expect(err).match(says);
      expect(err).match(/^ddx: [^\n]+\n$/);
      expect([code, out]).deep.equal([2, ""]);
    });

  it("refuses a folder that holds no set of pictures, and a table's flags for one that does, in one line", async () => {
    await mkdir(join(folder, "empty"));
    const words = (...more: string[]) => ["diagnose", "model.json", "empty", "--loss", "binaryCrossentropy", ...more];
    for (const [more, says] of [
      [[], /^ddx: expected a table, or a folder with MNIST's files .*got the folder empty with no files\n$/],
      [["--target", "y"], /^ddx: --target is for a table, and empty is a folder of pictures; leave it out\n$/],
    ] as const) {
      const {code, err} = await ddx(words(...more), {cwd: folder});
      expect([code, says.test(err)], err).deep.equal([2, true]);
    }
  });

  it("compares the rows with those held out, runs the checks that are named, and accepts what is known", async () => {
    const words = ["--validation", "held.csv", "--checks", "leaked-split,drifted-split"];
    const ill = await diagnose(...words, "--json", "-o", "found.json");
    expect([ill.code, ill.err.replace(/^backend: .*\n$/, "")]).deep.equal([1, ""]);
    expect(verdictsIn(ill.out)).deep.equal([
      ["leaked-split", "fail"],
      ["drifted-split", "pass"],
    ]);
    expect(await readFile(join(folder, "found.json"), "utf8")).equal(ill.out.trimEnd());
    const known = await diagnose(...words, "--accept", "leaked-split=they are repeats", "--json");
    expect(known.code).equal(0);
    expect(verdictsIn(known.out)[0]).deep.equal(["leaked-split", "warn"]);
  });

  it("has said what it found when the file cannot be written", async () => {
    const {code, out, err} = await diagnose("--checks", "constant-feature", "--json", "-o", folder);
    expect(code).equal(2);
    expect(out).match(/^\{/);
    expect(err).match(/expected a file to write, got the folder/);
  });
});

const verdictsIn = (json: string): string[][] => (JSON.parse(json) as Diagnosis).findings.map(({about, verdict}) => [about.name, verdict]);
