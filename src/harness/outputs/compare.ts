import type {ErrorOutput, Output, StreamOutput} from "../../notebook/output.js";
import {compareCharts, describeChart, readChart} from "./chart.js";
import {both, clip, within, type Compare, type Difference, type Pair} from "./difference.js";
import {compareImages, describeImage, imagesOf} from "./image.js";
import {maskOutputs} from "./masks.js";
import {compareShown, describeShown} from "./shown.js";
import {compareText} from "./text.js";

export type {Difference} from "./difference.js";

/** How much of the outputs is compared. */
export interface CompareOptions {
  /** `lax`: nothing; `normal`: results and charts; `strict`: streams, images and errors too. */
  mode?: "lax" | "normal" | "strict";
  /** Largest relative distance of numbers, 1e-6. */
  tolerance?: number;
  /** What is masked in all texts first. */
  masks?: readonly RegExp[];
}

const most = 20;

/** The first 20 places where a cell's stored outputs and those of a fresh run disagree; none for a cell without stored outputs. */
export function compareOutputs(
  {stored, fresh}: {stored: readonly Output[]; fresh: readonly Output[]},
  {mode = "normal", tolerance = 1e-6, masks = []}: CompareOptions = {},
): readonly Difference[] {
  if (mode === "lax" || !stored.length) return [];
  const kinds = mode === "strict" ? [...normal, ...strict] : normal;
  const pair = masks.length > 0 ? both({stored, fresh}, (outputs) => maskOutputs(outputs, masks)) : {stored, fresh};
  return kinds.flatMap((compare) => compare(pair, {tolerance})).slice(0, most);
}

/** A kind of things in outputs that are compared one by one, in order. */
interface Kind<T> {
  name: string;
  /** Whether what `compare` says needs no name in front of it when there is but one. */
  named?: boolean;
  find: (outputs: readonly Output[]) => readonly T[];
  describe: (thing: T) => string;
  compare: Compare<T>;
}

const one =
  <T>({name, named = false, find, describe, compare}: Kind<T>): Compare<readonly Output[]> =>
  (pair, closeness) => {
    const {stored, fresh} = both(pair, find);
    const count = Math.max(stored.length, fresh.length);
    return Array.from({length: count}, (_, index) => index).flatMap((index) => {
      const place = count > 1 ? `${name} ${index + 1}` : name;
      const [a, b] = [stored[index], fresh[index]];
      if (a !== undefined && b !== undefined) return within(named && count === 1 ? "" : place, compare({stored: a, fresh: b}, closeness));
      return [{where: place, ...sides({stored: a, fresh: b}, describe)}];
    });
  };

const sides = <T>(pair: Pair<T | undefined>, describe: (thing: T) => string): Pair<string> =>
  both(pair, (thing) => (thing === undefined ? "nothing" : describe(thing)));

const results = one({
  name: "result",
  named: true,
  find: (outputs) => outputs.flatMap((output) => (output.output_type === "execute_result" ? [output.data] : [])),
  describe: describeShown,
  compare: compareShown,
});

const charts = one({
  name: "chart",
  find: (outputs) => outputs.flatMap((output) => (output.output_type === "display_data" ? (readChart(output.data) ?? []) : [])),
  describe: describeChart,
  compare: compareCharts,
});

const stream = (name: StreamOutput["name"]): Compare<readonly Output[]> =>
  one({
    name,
    find: (outputs) => {
      const text = outputs.map((output) => (output.output_type === "stream" && output.name === name ? output.text : "")).join("");
      return text.trim() ? [text] : [];
    },
    describe: (text) => clip(text),
    compare: compareText,
  });

const images = one({name: "image", find: imagesOf, describe: describeImage, compare: compareImages});

const errors = one({
  name: "error",
  find: (outputs) => outputs.flatMap((output) => (output.output_type === "error" ? [sayError(output)] : [])),
  describe: (text) => clip(text),
  compare: compareText,
});

// The traceback's frames move with every version of everything.
const sayError = ({ename, evalue}: ErrorOutput): string => `${ename}: ${evalue}`;

const normal = [results, charts];
const strict = [stream("stdout"), stream("stderr"), images, errors];
