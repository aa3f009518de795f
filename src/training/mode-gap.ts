import type {Modes} from "../check.js";
import {num, type Evidence} from "../finding.js";

/** How much dearer the same rows are in inference than in training mode, as a share of a constant answer's loss, and what inference must leave to learn. */
export const gates = {gap: 0.3, left: 0.3};

type Losses = Pick<Modes, "training" | "inference">;

/** How far the two modes are apart, as a share of what a constant answer leaves to learn, and whether that is an illness: inference leaves much, training less than half of it. */
export function modeGap({training, inference}: Losses, {prior, least}: {prior: number; least: number}): {gap: number; sick: boolean} {
  const [learned, shown] = [training, inference].map((loss) => (loss - least) / (prior - least)) as [number, number];
  return {gap: shown - learned, sick: shown - learned > gates.gap && shown > gates.left && learned < shown / 2};
}

/** The losses of each fit in the two modes. */
export const modeTable = (label: string, fits: readonly Losses[]): Evidence => ({
  kind: "table",
  label,
  columns: ["fit", "training mode", "inference mode"],
  rows: fits.map(({training, inference}, i) => [`seed ${i + 1}`, num(training), num(inference)]),
});
