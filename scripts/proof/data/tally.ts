import type {Check} from "../../../src/check.js";
import type {Verdict} from "../../../src/finding.js";
import {counts} from "../../../src/math/stats.js";
import {wilson} from "../../../src/math/tests.js";
import {cutAt, splitOf, world, type World} from "./worlds.js";

/** Which worlds to look at. */
export interface Range {
  from: number;
  to: number;
  kinds?: readonly string[];
  least?: number;
  most?: number;
}

/** What is done to a healthy world before it is examined, in training rows and held-out rows; undefined leaves the world out. */
export type Harm = (parts: {train: World; held: World}, seed: number) => {train: World; held?: World} | undefined;

/** Examines worlds from `from` to `to` and prints the verdicts, by kind where `each`; failures with their 95 % interval (Wilson). */
export async function tally(
  check: Check,
  {harm, title, each = false, ...range}: Range & {harm: Harm; title: string; each?: boolean},
): Promise<void> {
  const verdicts: {kind: string; verdict: Verdict}[] = [];
  for (let i = range.from; i < range.to; i++) {
    const whole = world(i, range);
    const [train, held] = cutAt(whole, 0.75);
    const parts = harm({train, held}, i);
    if (!parts) continue;
    const validation = parts.held && splitOf(parts.held);
    const {verdict, summary} = await check.examine({train: splitOf(parts.train), validation, task: whole.task, seed: i});
    if (each && (verdict === "fail" || verdict === "warn")) console.log(`  ${i} ${whole.kind} ${verdict}: ${summary}`);
    verdicts.push({kind: whole.kind, verdict});
  }
  console.log(`${title}: ${line(verdicts.map(({verdict}) => verdict))}`);
  if (each) return;
  for (const kind of new Set(verdicts.map((one) => one.kind)))
    console.log(`  ${kind.padEnd(10)} ${line(verdicts.filter((one) => one.kind === kind).map(({verdict}) => verdict))}`);
}

function line(verdicts: readonly Verdict[]): string {
  const found = counts(verdicts);
  const [low, high] = wilson(found.get("fail") ?? 0, {trials: verdicts.length});
  const shares = [...found].map(([verdict, count]) => `${verdict} ${count}`).join(", ");
  return `${verdicts.length} worlds: ${shares}; fail ${((100 * (found.get("fail") ?? 0)) / verdicts.length).toFixed(1)} % (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %)`;
}
