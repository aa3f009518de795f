import {check, notLearning, type Block, type Network} from "../check.js";
import type {Evidence, Observation} from "../finding.js";
import {digits} from "../math/digits.js";
import {extent} from "../math/stats.js";
import {sources} from "../sources.js";
import {columns, type Column} from "./columns.js";
import {entryOf, normalises} from "../trial/entry.js";

/** Inputs that were scaled twice: what was within ± 1 is divided again, and hardly differs from row to row. */
export const doubleNormalisation = check(
  {
    name: "double-normalisation",
    stage: "data",
    symptom: "The network answers the same for all rows, and learns far more slowly than it should.",
    cause:
      "Inputs were scaled in the pipeline and again by a layer or a loader: pixels of 0 to 1 divided by 255, standardised values divided once more.",
    remedy: "Scale once: leave out the second division, or the Rescaling layer.",
    source: {...sources.efficientBackprop},
    explains: [
      ...notLearning,
      "unscaled-inputs",
      "too-few-steps",
      "learning-rate-too-low",
      "too-small-model",
      "no-signal",
      "ignored-input",
    ],
    needs: ["train"],
    wants: ["network"],
  },
  ({train, network}): Observation => {
    const found = train.x.map((block, i) => judge(block, {network, input: network?.inputs[i]?.name ?? block.name}));
    const worst = found.find(({verdict}) => verdict === "fail") ?? found.find(({verdict}) => verdict === "warn") ?? found[0]!;
    return {...worst, certainty: "exact"};
  },
);

/** Deviation below which values that are centred on 0 look as if divided twice: 1 / 64, far below what any usual scaling gives. */
const tiny = 1 / 64;

type Judged = Pick<Observation, "verdict" | "summary" | "evidence">;

function judge(block: Block, {network, input}: {network?: Network; input: string}): Judged {
  const entry = network ? entryOf(network, input) : {layers: [], scale: 1, offset: 0};
  if (entry.layers.some(normalises)) return pass("the first layer normalises or looks up its input");
  const all = columns(block).filter(({sorted}) => sorted.length > 0);
  const [low, high] = extent(all.flatMap(({min, max}) => [min, max]));
  const within = `between ${digits(low)} and ${digits(high)}`;
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (Math.abs(entry.scale) <= tiny && size <= 2 && size > 0)
    return fail(
      `a Rescaling layer multiplies by ${digits(entry.scale)} what already lies ${within}; values of 0 to 255 are expected there`,
      all,
    );
  if (isPixelsTwice(block.values)) return fail(`the values lie ${within}: pixels that were scaled twice; 0 to 1, or ± 1, is expected`, all);
  const varying = all.filter(({deviation}) => deviation > 0);
  const width = Math.max(...varying.map(({deviation}) => deviation));
  if (varying.length === 0 || width >= tiny)
    return pass(`the inputs' largest deviation is ${digits(varying.length ? width : 0)}; at least ${digits(tiny)} is expected`);
  const twice = `which were scaled and then divided by about ${digits(1 / (standardised(varying) ? width : size))}`;
  if (standardised(varying) || stretched(varying))
    return fail(`all inputs lie ${within} with one deviation or one range, ${twice}; about 1 is expected`, all);
  const centred = varying.every(({mean}) => Math.abs(mean) < tiny);
  if (!centred) return pass(`the inputs lie ${within}`);
  return {
    verdict: "warn",
    summary: `the inputs' largest deviation is ${digits(width)} around 0, as if they had been divided twice; about 1 is expected`,
    evidence: show(all),
  };
}

const pass = (summary: string): Judged => ({verdict: "pass", summary, evidence: []});

const fail = (summary: string, all: readonly Column[]): Judged => ({verdict: "fail", summary, evidence: show(all)});

/** True for three inputs and more that have mean 0 and the same deviation to four digits: only a standardisation leaves them so. */
const standardised = (all: readonly Column[]): boolean =>
  all.length >= 3 &&
  alike(
    all.map(({deviation}) => deviation),
    1e-4,
  ) &&
  all.every(({mean, deviation}) => Math.abs(mean) < 1e-3 * deviation);

/** True for three inputs and more that begin at 0 and end at the same value to five digits: only a scaling by smallest and largest leaves them so. */
const stretched = (all: readonly Column[]): boolean =>
  all.length >= 3 &&
  all.every(({min, max, binary}) => Math.abs(min) < 1e-6 * max && !binary) &&
  alike(
    all.map(({max}) => max),
    1e-5,
  );

function alike(values: readonly number[], tolerance: number): boolean {
  const [low, high] = extent(values);
  return high - low <= tolerance * high;
}

/** Ways in which pixels of 0 to 255 are scaled, undone. */
const undo: readonly ((value: number) => number)[] = [(value) => value * 255, (value) => (value + 1) * 127.5];

/** Values that are looked at. */
const lookedAt = 20_000;

/** True for values that are whole numbers of 0 to 255 once two scalings are undone, and cover a quarter of these. */
function isPixelsTwice(values: Block["values"]): boolean {
  const step = Math.max(1, Math.floor(values.length / lookedAt));
  return undo.some((outer) =>
    undo.some((inner) => {
      let [low, high] = [Infinity, -Infinity];
      for (let i = 0; i < values.length; i += step) {
        const pixel = inner(outer(values[i]!));
        if (!(Math.abs(pixel - Math.round(pixel)) < 0.02) || pixel < -0.5 || pixel > 255.5) return false;
        [low, high] = [Math.min(low, pixel), Math.max(high, pixel)];
      }
      return high - low >= 64;
    }),
  );
}

const show = (all: readonly Column[]): Evidence[] => [
  {
    kind: "table",
    label: "the inputs as they are given",
    columns: ["input", "min", "max", "mean", "deviation"],
    rows: all.slice(0, 12).map(({name, min, max, mean, deviation}) => [name, min, max, mean, deviation]),
  },
];
