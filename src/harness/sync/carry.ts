import type {Part} from "../../notebook/part.js";
import {align, type Pair} from "./align.js";
import type {Range} from "./calls.js";
import type {Cut} from "./cut.js";
import type {Placed} from "./origins.js";
import type {SuiteFile, Unit} from "./suite-file.js";
import {hunks} from "./tokens.js";

/** A change of a cell's source. */
export interface Edit extends Range {
  /** What stands there then. */
  text: string;
}

/** What {@link carryUnits} needs to know. */
export interface Carrying {
  /** The edited file. */
  file: SuiteFile;
  /** Takes text out of it. */
  cut: Cut;
  /** Takes note of a change of a cell. */
  write: (part: Part, edit: Edit) => void;
  /** The cell that gets what is added where there is nothing else; absent where there is none. */
  empty?: Part | undefined;
  /** Whether that goes to the cell's top. */
  top?: boolean;
}

/** Finds out what has to change in cells, so that a stretch of their suite becomes what somebody made of it. */
export function carryUnits({base, units}: {base: readonly Placed[]; units: readonly Unit[]}, carrying: Carrying): void {
  const pairs = align(base, units);
  for (const [index, {base, unit}] of pairs.entries()) {
    if (base && unit && base.key !== unit.key) change({base, unit}, carrying);
    if (base && !unit) remove(base, carrying);
    if (unit && !base && !isAdded(pairs[index - 1])) add(pairs, {...carrying, index});
  }
}

const isAdded = (pair?: Pair): boolean => pair !== undefined && !pair.base;

function remove({part, origin}: Placed, {write}: Carrying): void {
  if (!part || !origin) return;
  const {source} = part.cell;
  const before = source.slice(source.lastIndexOf("\n", origin.start - 1) + 1, origin.start);
  const [after = ""] = /^[ \t]*(\n|$)/.exec(source.slice(origin.end)) ?? [];
  const alone = before.trim() === "" && /^[ \t]*(\n|$)/.test(source.slice(origin.end));
  const start = alone ? origin.start - before.length : origin.start;
  write(part, {
    start: alone && !after.endsWith("\n") ? Math.max(0, start - 1) : start,
    end: origin.end + (alone ? after.length : 0),
    text: "",
  });
}

/** Puts units that follow one another where they belong: behind what stands before them, or before what stands behind them. */
function add(pairs: readonly Pair[], {index, file, cut, write, empty, top}: Carrying & {index: number}): void {
  const behind = pairs.findIndex((pair, i) => i > index && !isAdded(pair));
  const group = pairs.slice(index, behind < 0 ? pairs.length : behind).flatMap(({unit}) => unit ?? []);
  const stretch = {start: group[0]!.start, end: group.at(-1)!.end};
  const [before, after] = [pairs.slice(0, index).findLast(isKept), pairs.slice(index).find(isKept)];
  const text = cut(stretch, stretch);
  const {source} = file.syntax;
  const gap = (from: number, to: number) => source.slice(from, to).replace(/[^\n]/g, "");
  const lead = before ? gap(before.unit.end, stretch.start) : "";
  const note = !group.at(-1)!.node && (lead !== "" || !before);
  if (before && !isMoved(before.base) && !(note && after))
    write(before.base.part, {...at(before.base.origin.end), text: `${lead || " "}${text}`});
  else if (after) write(after.base.part, {...at(after.base.origin.start), text: `${text}${gap(stretch.end, after.unit.start) || "\n"}`});
  else if (before) write(before.base.part, {...at(before.base.part.cell.source.length), text: `\n${text}`});
  else if (empty) write(empty, top ? {...at(topOf(empty)), text: `${text}\n`} : {...at(empty.cell.source.length), text: `\n${text}`});
}

/** Where the first statement of a cell stands, or its end. */
const topOf = ({syntax, cell}: Part): number => Math.max(0, syntax.program.body[0]?.start ?? cell.source.length);

const at = (offset: number): Range => ({start: offset, end: offset});

type Kept = {base: Placed & {part: Part; origin: Range}; unit: Unit};

const isKept = (pair: Pair): pair is Kept => pair.base?.part !== undefined && pair.base.origin !== undefined && pair.unit !== undefined;

/** Whether a function was moved to the top of its test, so that what follows it there does not follow it in the cell. */
const isMoved = ({part, origin, node}: Kept["base"]): boolean =>
  node?.type === "ExpressionStatement" &&
  part.syntax.program.body.some(({type, start}) => /^(Function|ExportNamed)Declaration$/.test(type) && start === origin.start);

function change({base, unit}: Required<Pair>, carrying: Carrying): void {
  const {part, origin} = base;
  if (!part || !origin) return;
  if (unit.node?.type === "ImportDeclaration") return carrying.write(part, {...origin, text: carrying.cut(unit, unit)});
  const texts = ({tokens}: Unit) => tokens.map(({text}) => text);
  for (const hunk of hunks(texts(base), texts(unit))) {
    const edit = editOf(hunk, {base, unit, source: part.cell.source, cut: carrying.cut});
    if (edit) carrying.write(part, edit);
  }
}

/** What a difference between tokens is in the cell; undefined where the cell has nothing that it could stand for. */
function editOf(
  {old: [i, j], new: [k, l]}: ReturnType<typeof hunks>[number],
  {base, unit, source, cut}: {base: Placed; unit: Unit; source: string; cut: Cut},
): Edit | undefined {
  const behind = (index: number) => (base.places[index] === undefined ? undefined : base.places[index] + base.tokens[index]!.text.length);
  const old = base.places.slice(i, j).filter((place) => place !== undefined);
  const [first, last, before] = [old[0], base.places.slice(0, j).findLastIndex((place) => place !== undefined), behind(i - 1)];
  const stretch = (start: number, end: number) => cut({start, end}, unit);
  const {tokens} = unit;
  if (first !== undefined) {
    const bare = k === l && before !== undefined && source.slice(before, first).trim() === "";
    const text = k === l ? "" : stretch(tokens[k]!.start, tokens[l - 1]!.end);
    return {start: bare ? before : first, end: behind(last)!, text};
  }
  if (i !== j) return undefined;
  if (before !== undefined) return {...at(before), text: stretch(tokens[k - 1]!.end, tokens[l - 1]!.end)};
  const after = base.places[i];
  if (after === undefined || !tokens[l]) return undefined;
  return {...at(after), text: stretch(tokens[k]!.start, tokens[l]!.start)};
}
