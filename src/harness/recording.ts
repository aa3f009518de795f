import {toBundle} from "../display/bundle.js";
import {isShown} from "../display/mime.js";
import {observerKey, type Shown} from "../mocha/recorder.js";
import type {Output} from "../notebook/output.js";

/** Runs a cell's test and gives what it showed, as a notebook would keep it; with what it printed, where that is wanted. */
export async function recording(run: () => unknown, {streams}: {streams: boolean}): Promise<Output[]> {
  const shown: Shown[] = [];
  const world = globalThis as {[observerKey]?: (shown: Shown) => void};
  world[observerKey] = (one) => void shown.push(one);
  const captured = streams ? captureStreams() : undefined;
  try {
    await run();
  } finally {
    captured?.end();
    delete world[observerKey];
  }
  return [...(captured?.outputs() ?? []), ...(await outputsOf(shown))];
}

async function outputsOf(shown: readonly Shown[]): Promise<Output[]> {
  const displays = new Map<unknown, Output>();
  const results: Output[] = [];
  for (const one of shown) {
    if ("clear" in one) displays.clear();
    else if ("bundle" in one) displays.set(one.id ?? one, {output_type: "display_data", ...one.bundle});
    else if (isShown(one.result)) results.push({output_type: "execute_result", ...(await toBundle(one.result)), execution_count: null});
  }
  return [...displays.values(), ...results];
}

type Name = "stdout" | "stderr";

/** Notes what this process prints until it is ended; it is printed all the same. */
function captureStreams(): {end: () => void; outputs: () => Output[]} {
  const texts: {name: Name; text: string}[] = [];
  const originals = (["stdout", "stderr"] as const).map((name) => ({name, write: process[name].write}));
  for (const {name, write} of originals)
    process[name].write = function (this: NodeJS.WriteStream, chunk: string | Uint8Array, ...rest: []): boolean {
      texts.push({name, text: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString()});
      return write.call(this, chunk, ...rest);
    } as typeof write;
  return {
    end: () => {
      for (const {name, write} of originals) process[name].write = write;
    },
    outputs: () => texts.map((one) => ({output_type: "stream", ...one})),
  };
}
