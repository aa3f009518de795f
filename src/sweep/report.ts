import {num, type Evidence, type Finding} from "../finding.js";
import {sources} from "../sources.js";
import type {Run} from "../check.js";
import {medianLosses, thin} from "../trial/thin.js";
import type {Arm, Expected} from "../treatment/arms.js";
import {cameTrue, level, seedsFor, worth, type Effect} from "./effects.js";

/** What an arm came to. */
export interface Tried {
  arm: Arm;
  /** Why it could not be tried. */
  failed?: string;
  /** On held-out rows, where there are any, and on the training rows. */
  heldOut?: Effect;
  training?: Effect;
  /** True when these are of fresh seeds, which nothing was chosen by. */
  confirmed: boolean;
  /** Its fits, and the case's own with the same seeds. */
  runs: readonly Run[];
  own: readonly Run[];
}

const judged = ({heldOut, training}: Tried): Effect | undefined => heldOut ?? training;

/** True for an arm that fresh seeds call better. */
export const isBetter = (tried: Tried): boolean => {
  const effect = judged(tried);
  return tried.confirmed && effect !== undefined && effect.p <= level && effect.value >= worth;
};

/** A share as words, such as `12 % lower`. */
const words = ({value}: Effect): string => `${Math.abs(100 * value).toFixed(0)} % ${value >= 0 ? "lower" : "higher"}`;
const range = ({low, high}: Effect): string => `${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)} % lower`;

/** One finding an arm. */
export function findingOf(tried: Tried): Finding {
  const {arm, failed, heldOut, training, confirmed} = tried;
  const about = {
    name: arm.name,
    stage: "sweep" as const,
    symptom: `Expected of ${arm.title}: ${expectation(arm)}.`,
    cause: `${arm.because[0]!.toUpperCase()}${arm.because.slice(1)}.`,
    remedy: takeUp(arm),
    source: arm.source,
    level,
  };
  const effect = judged(tried);
  if (failed !== undefined || !effect)
    return {about, verdict: "skip", summary: `cannot be tried: ${failed ?? "no fit was made"}`, evidence: []};
  const where = heldOut ? "the held-out loss" : "the training loss, with no rows held out,";
  const told = `with ${arm.title} ${where} is ${words(effect)} (${range(effect)}) in ${effect.seeds} ${confirmed ? "fresh seeds" : "seeds"}`;
  const better = isBetter(tried);
  const settled = better || effect.high < worth;
  return {
    about,
    verdict: better ? "warn" : settled ? "pass" : "unsure",
    summary: `${told}${better ? "" : settled ? `; less than ${100 * worth} % is to be gained` : `; ${confirmed ? "" : "dropped before the fresh seeds; "}about ${seedsFor(effect)} seeds would settle it`}${prediction(tried)}`,
    evidence: [code(arm), curves(tried), ...(training && heldOut ? [forest([tried], "what it changes", {training: true})] : [])],
    certainty: {p: effect.p, test: `paired t over ${effect.seeds} seeds`},
  };
}

const takeUp = ({title}: Arm): string => `Train with ${title}.`;

const code = ({change}: Arm): Evidence => ({kind: "code", label: "what to write", language: "typescript", code: change});

const expectation = ({expected: {training, heldOut}}: Arm): string => {
  const parts = [training === "any" ? [] : [`a ${training} training loss`], heldOut === "any" ? [] : [`a ${heldOut} held-out loss`]].flat();
  return parts.length ? parts.join(" and ") : "nothing that can be said beforehand";
};

/** The prediction beside what happened. */
function prediction({arm: {expected}, heldOut, training}: Tried): string {
  const said = (
    [
      ["training", expected.training, training],
      ["held-out", expected.heldOut, heldOut],
    ] as const
  ).flatMap(([name, one, effect]) => {
    const came = effect && cameTrue(one, effect);
    return came === undefined ? [] : [`the ${name} loss is ${came ? one : opposite(one)}, ${came ? "as" : "not as"} expected`];
  });
  return said.length ? `; ${said.join("; ")}` : "";
}

const opposite = (expected: Expected): string => (expected === "lower" ? "higher" : "lower");

/** The finding that sums up a sweep: who is better, with all arms in one picture. */
export function summaryOf(tried: readonly Tried[], {cut}: {cut?: string}): Finding {
  const winners = tried.filter(isBetter).sort((a, b) => judged(b)!.value - judged(a)!.value);
  const made = tried.filter((one) => judged(one));
  const open = made.filter((one) => one.confirmed && !isBetter(one) && judged(one)!.high >= worth);
  const best = winners[0];
  const about = {
    name: "better-hyper-parameters",
    stage: "sweep" as const,
    symptom: "The network learns, and might learn better with other hyper-parameters.",
    cause: "Optimizer, rate, batch size, layers, units and regularisation were chosen by habit.",
    remedy: best ? takeUp(best.arm) : "Keep them: nothing that was tried is surely better.",
    source: {...sources.crossValidated},
    level,
  };
  const evidence: Evidence[] = [
    forest(made, "how much lower is the loss than yours?"),
    {
      kind: "table",
      label: "what was expected, and what happened",
      columns: ["arm", "expected", "training loss", "held-out loss", "seeds"],
      rows: made.map(({arm, training, heldOut, confirmed}) => [
        arm.name,
        expectation(arm),
        training ? words(training) : null,
        heldOut ? words(heldOut) : null,
        `${(heldOut ?? training)!.seeds}${confirmed ? ", fresh" : ""}`,
      ]),
    },
    ...(best ? [code(best.arm), curves(best)] : []),
  ];
  const note = cut ? `; ${cut}` : "";
  if (best)
    return {
      about,
      verdict: "warn",
      summary: `${best.arm.title}: the loss is ${words(judged(best)!)} (${range(judged(best)!)}) in ${judged(best)!.seeds} fresh seeds${winners.length > 1 ? `; ${winners.length - 1} more are better too` : ""}${note}`,
      evidence,
      certainty: {p: judged(best)!.p, test: "paired t over fresh seeds"},
    };
  return {
    about,
    verdict: open.length ? "unsure" : "pass",
    summary: `none of ${made.length} arms is surely better${open.length ? `; ${open.map(({arm}) => arm.title).join(", ")} might be: about ${seedsWanted(open)} seeds would settle it` : ""}${note}`,
    evidence,
  };
}

const seedsWanted = (open: readonly Tried[]): number => Math.max(...open.map((one) => seedsFor(judged(one)!)));

function forest(tried: readonly Tried[], label: string, {training = false}: {training?: boolean} = {}): Evidence {
  // Beyond twice the loss nobody asks how far.
  const shown = (share: number) => num(Number((100 * Math.max(-1, share)).toFixed(1)));
  const row = (name: string, {value, low, high}: Effect) => ({name, value: shown(value), low: shown(low), high: shown(high)});
  const rows = tried.flatMap((one) =>
    training ? [row("training", one.training!), row("held out", one.heldOut!)] : [row(one.arm.name, judged(one)!)],
  );
  return {kind: "intervals", label, x: {label: "loss lower by, %"}, rows, marks: [{axis: "x", value: 0, label: "yours"}]};
}

/** The median loss of the fits, step by step. */
const curves = ({arm, own, runs}: Tried): Evidence => ({
  kind: "series",
  label: "training loss, median of the seeds",
  x: {label: "step"},
  y: {label: "loss"},
  lines: [
    {name: "yours", ...thin(medianLosses(own))},
    {name: arm.name, ...thin(medianLosses(runs))},
  ],
});
