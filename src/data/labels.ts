import type {Task} from "../case.js";
import type {Block, Split} from "../check.js";

/** The class of each row: the number itself, or the place of the largest of a one-hot row. */
export function labelsOf({values, size}: Block, rows: number): number[] {
  return Array.from({length: rows}, (_, row) => {
    if (size === 1) return values[row]!;
    let best = row * size;
    for (let j = best + 1; j < (row + 1) * size; j++) if (values[j]! > values[best]!) best = j;
    return best - row * size;
  });
}

/** True where a row of targets is one class. */
export const hasClasses = (task: Task, {y}: Split): boolean => (task === "binary" || task === "multiclass") && y[0]!.shape.length <= 1;

/** The name that the user gave a class, or its number. */
export const classNameOf = ({classes}: Split, label: number): string => classes?.[label] ?? String(label);
