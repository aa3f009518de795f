import {isTokens, rowShape, size, type TeacherInput, type TeacherTarget} from "./options.js";

interface Asked {
  inputs: readonly TeacherInput[];
  targets: readonly TeacherTarget[];
  rows: number;
}

/** Throws one clear line for shapes, counts, tasks or codings that no set can have. */
export function refuseMisuse({inputs, targets, rows}: Asked): void {
  if (!inputs.length || !targets.length)
    throw new RangeError(`expected one input and one output at least, got ${inputs.length} and ${targets.length}`);
  if (!Number.isInteger(rows) || rows < 2) throw new RangeError(`expected a whole number of 2 rows at least, got ${rows}`);
  for (const of of [...inputs, ...targets.map(({output}) => output)]) refuseShape(rowShape(of));
  for (const input of inputs)
    if (isTokens(input) && !(Number.isInteger(input.tokens) && input.tokens >= 2))
      throw new RangeError(`expected a vocabulary of 2 tokens at least, got ${input.tokens}`);
  targets.forEach((target) => refuseTarget(target, {inputs}));
}

function refuseShape(shape: readonly number[]): void {
  if (shape.length === 0 || !shape.every((length) => Number.isInteger(length) && length > 0))
    throw new RangeError(
      `expected the shape of one row, whole numbers above 0, got [${shape.join(", ")}]; give a length to each axis that the network leaves open`,
    );
}

/** The codings that each task has. */
const codings: Readonly<Record<string, readonly string[]>> = {
  binary: ["0/1", "-1/1", "one-hot", "classes"],
  multiclass: ["one-hot", "classes", "-1/1", "0/1"],
  multilabel: ["0/1", "-1/1"],
  regression: ["numbers", "0/1", "-1/1"],
  forecast: ["numbers", "0/1", "-1/1"],
  reconstruction: ["numbers", "0/1", "-1/1"],
};

function refuseTarget({output, task, coding}: TeacherTarget, {inputs}: {inputs: readonly TeacherInput[]}): void {
  const known = codings[task];
  if (!known) throw new RangeError(`expected a task (${Object.keys(codings).join(", ")}), got ${task}`);
  if (coding !== undefined && !known.includes(coding))
    throw new RangeError(`expected a coding of ${task} (${known.join(", ")}), got ${coding}`);
  const shape = rowShape(output);
  const units = shape.at(-1)!;
  if (units === 1 && (task === "multiclass" || coding === "one-hot"))
    throw new RangeError(
      `expected two units at least for ${task}${coding ? ` as ${coding}` : ""}, got 1; give the network's units, also where targets are whole numbers`,
    );
  if (task === "reconstruction" && !inputs.some((input) => !isTokens(input) && size(input) === size(shape)))
    throw new RangeError(`expected an input of numbers as large as the reconstruction [${shape.join(", ")}], got none`);
}
