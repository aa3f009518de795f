import path from "node:path";

/** How a script is watched; `ddx watch` hands it over in the environment, as JSON in `DDX_WATCH`. */
export interface WatchOptions {
  /** Where the diagnosis is written, as people say it; `ddx-watch.json` when left out. */
  out: string;
  /** The same, from the root: the script may go to another folder. */
  file: string;
  /** Seconds of a reference machine that experiments may take: 0 for none. */
  budget: number;
}

const variable = "DDX_WATCH";

/** The options in the environment, which the script then does not see. */
export function takeOptions(): WatchOptions {
  const given = process.env[variable];
  delete process.env[variable];
  const {out = "ddx-watch.json", budget = 30} = (given ? JSON.parse(given) : {}) as Partial<WatchOptions>;
  return {out, file: path.resolve(out), budget};
}

/** Options as the environment carries them. */
export const giveOptions = (options: Pick<WatchOptions, "out" | "budget">): Record<string, string> => ({
  [variable]: JSON.stringify(options),
});
