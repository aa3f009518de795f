import {inspect} from "../../../../src/display/inspect.js";
import type {Random} from "../../../../src/math/random.js";
import type {Output} from "../../../../src/notebook/output.js";
import {failure, result, stream} from "../outputs.js";
import {leafChanges, nudgeAll, textChanges, textHarmless, type Mutation} from "./mutate.js";
import {float, many, pick, whole, word, type Change, type Sample, type Shape} from "./shape.js";
import {moment, uuid, volatileParts} from "./volatile.js";

/** The changes of a text as changes of outputs that hold it. */
export const changesOf = (text: string, {by, show}: {by: Readonly<Record<string, Mutation>>; show: (text: string) => readonly Output[]}) =>
  Object.fromEntries(Object.entries(by).map(([name, mutate]): [string, Change] => [name, (draw) => show(mutate(text, draw))]));

const only = <T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));

/** A lone number. */
export const number: Shape = (draw) => {
  const text = String(draw() < 0.3 ? whole(draw, [2, 99_999]) : float(draw));
  const show = (shown: string) => [result(shown)];
  return {
    outputs: show(text),
    changes: changesOf(text, {by: only(textChanges, ["a digit changed", "a sign flipped", "a number lost"]), show}),
    harmless: changesOf(text, {by: only(textHarmless, text.includes(".") ? ["last digits", "other colours"] : ["other colours"]), show}),
  };
};

/** A report in prose, with its own line for each thing that changes from run to run. */
function prose(draw: Random, show: (text: string) => readonly Output[]): Sample {
  const body = many(
    whole(draw, [2, 6]),
    (index) => `${word(draw)} ${word(draw)}: ${index && draw() < 0.5 ? whole(draw, [1, 999]) : float(draw)} of ${whole(draw, [2, 90])}`,
  ).join("\n");
  const parts = volatileParts(draw);
  const head = Object.fromEntries(Object.entries(parts).map(([name, write]) => [name, write(draw)]));
  const page = (text: string, fresh: Record<string, string> = {}) => show([...Object.values({...head, ...fresh}), text].join("\n"));
  const anew = Object.entries(parts).map(([name, write]): [string, Change] => [
    `another ${name}`,
    (again) => page(body, {[name]: write(again)}),
  ]);
  return {
    outputs: page(body),
    changes: changesOf(body, {by: textChanges, show: (text) => page(text)}),
    harmless: {...changesOf(body, {by: textHarmless, show: (text) => page(text)}), ...Object.fromEntries(anew)},
  };
}

/** A text as a result. */
export const text: Shape = (draw) => prose(draw, (shown) => [result(shown)]);

/** Markdown without a text beside it. */
export const markdown: Shape = (draw) => prose(draw, (shown) => [result({"text/markdown": shown})]);

/** What a cell prints, in pieces, with another result that stays. */
export const streams: Shape = (draw) => {
  const name = pick(["stdout", "stderr"] as const, draw);
  const show = (shown: string) => [
    stream(shown.slice(0, 40), name),
    stream("steady\n", name === "stdout" ? "stderr" : "stdout"),
    stream(shown.slice(40), name),
    result("1"),
  ];
  const sample = prose(draw, show);
  const printed = sample.outputs.map((output) => (output.output_type === "stream" && output.name === name ? output.text : "")).join("");
  return {
    ...sample,
    strict: true,
    harmless: {
      ...sample.harmless,
      "other pieces": () => [
        stream("steady\n", name === "stdout" ? "stderr" : "stdout"),
        ...printed.split(/(?<=\n)/).map((line) => stream(line, name)),
        result("1"),
      ],
      "overwritten progress": (again) => show(`${whole(again, [1, 50])} %\r${whole(again, [51, 99])} %\r${printed}`),
    },
  };
};

/** An error that a cell is meant to throw. */
export const error: Shape = (draw) => ({...prose(draw, (shown) => [failure("RangeError", shown)]), strict: true});

/** An object as the kernel prints it. */
export const object: Shape = (draw) => {
  const value = {
    name: word(draw),
    epochs: whole(draw, [2, 50]),
    loss: float(draw),
    rates: many(whole(draw, [3, 12]), () => float(draw)),
    layers: many(whole(draw, [2, 4]), () => ({kind: word(draw), units: whole(draw, [1, 128]), scale: float(draw)})),
    id: uuid(draw),
    startedAt: moment(draw),
  };
  const show = (shown: object) => [result(inspect(shown))];
  const {loss: _, ...lossless} = value;
  return {
    outputs: show(value),
    changes: {
      ...Object.fromEntries(
        Object.entries(leafChanges).map(([name, change]): [string, Change] => [name, (again) => show(change(value, again))]),
      ),
      "a key missing": () => show(lossless),
      "a key renamed": (again) => show({...lossless, [word(again)]: value.loss}),
      "an item missing": () => show({...value, rates: value.rates.slice(1)}),
    },
    harmless: {
      "last digits": (again) => show(nudgeAll(value, again)),
      "another uuid": (again) => show({...value, id: uuid(again)}),
      "another timestamp": (again) => show({...value, startedAt: moment(again)}),
      ...changesOf(inspect(value), {by: textHarmless, show: (shown) => [result(shown)]}),
    },
  };
};
