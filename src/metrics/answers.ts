import type {Bank, Predictions} from "../check.js";

/** Own fits that a verdict on a network that ddx trained itself is taken from: two of three. */
export const judgedRuns = 3;

/** Who answers where a model of the user's own is judged. */
export const userModel = "your trained model";

/** What is judged: the user's trained model alone, or three seeded fits on the same rows. */
export async function answers({predictions, bank}: {predictions: () => Promise<Predictions>; bank: Bank}): Promise<Predictions[]> {
  const first = await predictions();
  if (first.by === userModel) return [first];
  const runs = await bank.runs(judgedRuns);
  return runs.map(({validation, train, steps, wanted, losses}) => ({
    ...first,
    outputs: first.heldOut ? validation! : train,
    capped: steps < wanted && Number.isFinite(losses.at(-1)!),
  }));
}
