import {hostKey, type Host} from "../display/display.js";
import type {Bundle} from "../display/mime.js";

/** What a test shows: a bundle, perhaps in place of another; that what was shown is taken away; the value of a cell. */
export type Shown = {bundle: Bundle; id?: string; update?: boolean} | {clear: true} | {result: unknown};

/** Where who wants to know all that tests show puts itself on `globalThis`. */
export const observerKey: unique symbol = Symbol.for("ddx.observer") as never;

/** Tells who wants to know. */
export const observe = (shown: Shown): void => (globalThis as {[observerKey]?: (shown: Shown) => void})[observerKey]?.(shown);

interface Recorder {
  values: unknown[];
  coming: Set<Promise<unknown>>;
}

const recorder: Recorder = {values: [], coming: new Set()};

const host: Host = {
  show: (bundle, {value, ...place}) => {
    recorder.values.push(value);
    observe({bundle, ...place});
  },
  clear: () => observe({clear: true}),
  await: (coming) => {
    recorder.coming.add(coming);
    void coming.finally(() => recorder.coming.delete(coming)).catch(() => undefined);
  },
};

/** Makes this process record what `display()` shows, unless a front end is there that shows it. */
export function record(): void {
  const world = globalThis as {[hostKey]?: Host; beforeEach?: (hook: () => void) => void};
  if (world[hostKey]) return;
  world[hostKey] = host;
  // What a test shows before it fails must not be judged by the next.
  world.beforeEach?.(() => void recorder.values.splice(0));
}

/** What was shown since the last call, once all of it is there. */
export async function recorded(): Promise<unknown[]> {
  while (recorder.coming.size > 0) await Promise.allSettled([...recorder.coming]);
  return recorder.values.splice(0);
}
