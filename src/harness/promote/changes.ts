import type {Part} from "../../notebook/part.js";
import {namesIn} from "../../notebook/scope.js";
import {freeName} from "./candidates.js";
import type {Claim} from "./claim.js";
import {importingOf} from "./importing.js";
import {needsName, withClaims, withImport} from "./place.js";
import type {Sight} from "./sight.js";

/** What was learned of a cell, and can be written into it. */
export interface Lesson {
  /** The cell. */
  part: Part;
  /** What to assert of the value that it shows. */
  claims: readonly Claim[];
  /** What the value is. */
  kind: Sight["kind"];
  /** Whether it was another one in other runs. */
  varies: boolean;
}

/** The new sources of cells by their place among all cells: those that get assertions, and the one that imports `expect`. */
export function changesFor(lessons: readonly Lesson[], parts: readonly Part[]): Map<number, string> {
  const changes = new Map<number, string>();
  const [first] = lessons;
  if (!first) return changes;
  const taken = namesIn(parts);
  const {expect, add} = importingOf(parts, {first: first.part, taken});
  for (const {part, claims, kind, varies} of lessons) {
    const name = needsName(part) ? freeName(names[kind] ?? "result", taken) : "";
    const ignoreOutput = varies && part.cell.outputs.some(({output_type}) => output_type === "execute_result");
    changes.set(
      part.cell.index,
      withClaims(part, {claims, name, expect, ignoreOutput, cast: kind === "tensor" ? castOf(part, parts) : ""}),
    );
  }
  if (add) addImport(changes, add);
  return changes;
}

const names: Partial<Record<Sight["kind"], string>> = {
  tensor: "tensor",
  history: "history",
  chart: "chart",
  findings: "findings",
  numbers: "values",
};

/** What tells the compiler that a model's output is one tensor: it may be a list of them too. */
function castOf({facts: {last}, cell}: Part, parts: readonly Part[]): string {
  const call = cell.source.slice(last?.start, last?.end);
  const tf = parts
    .flatMap(({facts}) => facts.imports)
    .find(({specifier, namespace}) => namespace !== undefined && /@tensorflow\/tfjs/.test(specifier));
  return tf && /^[^?]*\.(predict|predictOnBatch|apply|evaluate|execute|executeAsync)\([^]*\)$/.test(call)
    ? ` as ${tf.namespace}.Tensor`
    : "";
}

function addImport(changes: Map<number, string>, {part, line}: {part: Part; line: string}): void {
  const {cell, facts, syntax} = part;
  const changed = changes.get(cell.index);
  // A directive that was put above moves all that follows.
  const moved =
    changed?.startsWith("//| ignore-output\n") && !cell.source.startsWith("//| ignore-output\n") ? "//| ignore-output\n".length : 0;
  const imports = facts.imports.map((one) => ({...one, start: one.start + moved, end: one.end + moved}));
  changes.set(cell.index, withImport(changed ?? cell.source, {imports, first: syntax.program.body[0]!.start + moved, line}));
}

/** The cells whose values depend on random numbers that the notebook drew, by their numbers. */
export function randomCells(
  draws: ReadonlyMap<number, number>,
  {parts, ancestors}: {parts: readonly Part[]; ancestors: (number: number) => ReadonlySet<number>},
): Set<number> {
  const drawing = (number: number) => (draws.get(number) ?? 0) > 0;
  return new Set(parts.map(({cell}) => cell.number).filter((number) => drawing(number) || [...ancestors(number)].some(drawing)));
}
