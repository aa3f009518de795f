import {display, result} from "../outputs.js";
import {leafChanges, nudgeAll, reverseKeys} from "./mutate.js";
import {float, many, whole, word, type Change, type Shape} from "./shape.js";
import {moment} from "./volatile.js";

/** JSON without a text beside it. */
export const json: Shape = (draw) => {
  const value = {
    name: word(draw),
    list: many(whole(draw, [2, 8]), () => float(draw)),
    inner: {count: whole(draw, [1, 99]), word: word(draw)},
  };
  const show = (shown: object) => [result({"application/json": {startedAt: "2026-01-02T03:04:05Z", ...shown}})];
  return {
    outputs: show(value),
    changes: {
      ...Object.fromEntries(
        Object.entries(leafChanges).map(([name, change]): [string, Change] => [name, (again) => show(change(value, again))]),
      ),
      "an item missing": () => show({...value, list: value.list.slice(1)}),
      "a key renamed": (again) => show({...value, inner: {count: value.inner.count, [word(again)]: value.inner.word}}),
    },
    harmless: {
      "other order of keys": () => show(reverseKeys(value)),
      "last digits": (again) => show(nudgeAll(value, again)),
      "another timestamp": (again) => show({...value, startedAt: moment(again).toISOString()}),
    },
  };
};

/** A picture as SVG. */
export const svg: Shape = (draw) => {
  const value = {fill: word(draw), points: many(whole(draw, [2, 6]), () => ({x: float(draw), y: float(draw)})), label: word(draw)};
  const show = ({fill, points, label}: typeof value, id = "clip1") => [
    display({
      "image/svg+xml": `<svg><clipPath id="${id}"/><path fill="${fill}" clip-path="url(#${id})" d="${points.map(({x, y}, index) => `${index ? "L" : "M"}${x},${y}`).join("")}"/><text>${label}</text></svg>`,
    }),
  ];
  return {
    strict: true,
    outputs: show(value),
    changes: {
      ...Object.fromEntries(
        Object.entries(leafChanges).map(([name, change]): [string, Change] => [name, (again) => show(change(value, again))]),
      ),
      "a point missing": () => show({...value, points: value.points.slice(1)}),
    },
    harmless: {"another id": (again) => show(value, word(again)), "last digits": (again) => show(nudgeAll(value, again))},
  };
};

/** A picture as bytes. */
export const png: Shape = (draw) => {
  const bytes = many(60, () => whole(draw, [0, 255]));
  const show = (list: readonly number[], fold = "") => [
    display({"image/png": Buffer.from(list).toString("base64").replace(/.{20}/g, `$&${fold}`)}),
  ];
  return {
    strict: true,
    outputs: show(bytes),
    changes: {"a byte changed": (again) => show(flipped(bytes, whole(again, [0, 59]))), "bytes missing": () => show(bytes.slice(3))},
    harmless: {"folded lines": () => show(bytes, "\n")},
  };
};

const flipped = (bytes: readonly number[], place: number): number[] => bytes.with(place, bytes[place]! ^ 1);
