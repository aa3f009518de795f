import type {History} from "../case.js";
import type {FitRecord, Recording} from "../check.js";

/** Reads a `tf.History`, its `history`, Keras's JSON or a recording; throws a clear line when there is no loss in it. */
export async function readHistory(history: History): Promise<FitRecord> {
  const raw = ("history" in history && typeof history.history === "object" ? history.history : history) as Record<string, unknown>;
  const series: Record<string, number[]> = {};
  for (const [name, values] of Object.entries(raw))
    if (values && typeof values === "object") series[name] = await Promise.all(Object.values(values).map(toNumber));
  const {loss, val_loss: validationLoss, ...metrics} = series;
  if (!loss?.length)
    throw new TypeError(`expected history.loss, one number an epoch, got {${Object.keys(raw)}}; pass what model.fit returned`);
  return {loss, ...(validationLoss ? {validationLoss} : {}), metrics, ...(isRecording(history) ? {recording: history} : {})};
}

/** True for what {@link Recording} describes. */
const isRecording = (history: unknown): history is Recording =>
  Array.isArray((history as Recording).looks) && Array.isArray((history as Recording).losses?.values);

/** A number, a scalar tensor, a number as text, or null (JSON's NaN). */
async function toNumber(value: unknown): Promise<number> {
  if (value === null || value === undefined) return NaN;
  if (typeof value === "object" && "data" in value) return (await (value as {data(): Promise<ArrayLike<number>>}).data())[0]!;
  return Number(value);
}
