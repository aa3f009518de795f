/** How a script is watched; `ddx watch` hands it over in the environment, as JSON in `DDX_WATCH`. */
export interface WatchOptions {
  /** Where the diagnosis is written; `ddx-watch.json` in the script's working folder. */
  out: string;
  /** Seconds of a reference machine that experiments may take: 0 for none. */
  budget: number;
}

const variable = "DDX_WATCH";

/** The options in the environment, which the script then does not see. */
export function takeOptions(): WatchOptions {
  const given = process.env[variable];
  delete process.env[variable];
  return {out: "ddx-watch.json", budget: 30, ...(given ? (JSON.parse(given) as Partial<WatchOptions>) : {})};
}

/** Options as the environment carries them. */
export const giveOptions = (options: Partial<WatchOptions>): Record<string, string> => ({[variable]: JSON.stringify(options)});
