import jstat from "jstat";

/** Clopper and Pearson's exact interval of a share, 95 % two-sided. */
export function exact(hits: number, trials: number): [number, number] {
  if (trials === 0) return [0, 1];
  const low = hits === 0 ? 0 : jstat.beta.inv(0.025, hits, trials - hits + 1);
  return [low, hits === trials ? 1 : jstat.beta.inv(0.975, hits + 1, trials - hits)];
}

/** A share as a percentage. */
export const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 2 : 1)} %`;

/** A count as a share with its interval. */
export function told(hits: number, trials: number): string {
  const [low, high] = exact(hits, trials);
  return `${hits} of ${trials}: ${trials ? percent(hits / trials) : "–"} (${percent(low)} – ${percent(high)})`;
}

/** Says whether a goal is met; a goal that is not makes the command fail. */
export function goal(title: string, met: boolean): void {
  console.log(`${met ? "met" : "NOT MET"}: ${title}`);
  if (!met) process.exitCode = 1;
}
