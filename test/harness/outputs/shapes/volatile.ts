import type {Random} from "../../../../src/math/random.js";
import {many, pick, whole, word} from "./shape.js";

const hex = (count: number, draw: Random): string => many(count, () => whole(draw, [0, 15]).toString(16)).join("");

/** A moment of the years 2015 to 2030. */
export const moment = (draw: Random): Date => new Date(1_420_000_000_000 + Math.floor(draw() * 15 * 365 * 86_400_000));

/** A random UUID. */
export const uuid = (draw: Random): string => [8, 4, 4, 4, 12].map((count) => hex(count, draw)).join("-");

const two = (value: number): string => String(value).padStart(2, "0");

/** Ways to write a moment. */
export const clocks: readonly ((date: Date) => string)[] = [
  (date) => date.toISOString(),
  (date) => date.toISOString().slice(0, 10),
  (date) => date.toISOString().slice(0, 19).replace("T", " "),
  (date) => String(date),
  (date) => date.toUTCString(),
  (date) => date.toLocaleString("en-US"),
  (date) => date.toLocaleString("de-DE"),
  (date) => date.toLocaleTimeString("en-US"),
  (date) => `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`,
  (date) => `time: ${date.getTime()}`,
];

/** Ways to write a duration of so many milliseconds. */
export const durations: readonly ((milliseconds: number) => string)[] = [
  (value) => `${Math.round(value)} ms`,
  (value) => `(${Math.round(value)}ms)`,
  (value) => `${(value / 1000).toFixed(1)} s`,
  (value) => `${value / 1000} seconds`,
  (value) => `${Math.floor(value / 60_000)}m ${Math.round(value / 1000) % 60}s`,
];

/** Folders in which one file may lie. */
const folders: readonly ((draw: Random) => string)[] = [
  (draw) => `/home/${word(draw)}/${word(draw)}/`,
  (draw) => `/tmp/${word(draw)}-${hex(6, draw)}/`,
  (draw) => `C:\\Users\\${word(draw)}\\`,
  (draw) => `file:///srv/${word(draw)}/`,
];

/** What changes from run to run, a name and a way to write it anew. */
export function volatileParts(draw: Random): Readonly<Record<string, (draw: Random) => string>> {
  const [clock, duration, file] = [pick(clocks, draw), pick(durations, draw), `${word(draw)}.csv`];
  return {
    uuid: (again) => `run ${uuid(again)}`,
    timestamp: (again) => `began ${clock(moment(again))}`,
    duration: (again) => `took ${duration(20 + 200_000 * again())}`,
    address: (again) => `buffer at 0x${hex(12, again)}`,
    path: (again) => `read ${pick(folders, again)(again)}${file}`,
  };
}
