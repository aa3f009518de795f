import type {Suite} from "../../notebook/extract.js";
import type {Part} from "../../notebook/part.js";
import {mapOf} from "../compile.js";
import type {Range} from "./calls.js";
import {readSuite, type SuiteFile, type Unit} from "./suite-file.js";
import {partners, type Token} from "./tokens.js";

/** A unit of an extracted suite with what it is made from. */
export interface Placed extends Unit {
  /** The cell; absent for what the extraction wrote itself. */
  part?: Part;
  /** The cell's statement or comment. */
  origin?: Range;
  /** For each token where it stands in the cell; undefined for one that the extraction wrote. */
  places: readonly (number | undefined)[];
}

/** An extracted suite with the cells that its units are made from. */
export interface PlacedSuite {
  /** As it is laid out in the file. */
  file: SuiteFile;
  /** Its imports. */
  imports: readonly Placed[];
  /** What stands above the tests. */
  above: readonly Placed[];
  /** For each test what stands in its body. */
  bodies: readonly (readonly Placed[])[];
}

/** Finds for a suite, as it was laid out in `code`, the cells that its parts come from; undefined for one that cannot be read. */
export function placeSuite(suite: Suite, code: string): PlacedSuite | undefined {
  const raw = readSuite(suite.code);
  const file = code === suite.code ? raw : readSuite(code);
  if (!raw || !file || raw.tests.length !== file.tests.length) return undefined;
  const find = finder(suite);
  const place = (units: readonly Unit[], from: readonly Unit[]): Placed[] =>
    units.map((unit, index) => {
      const [one] = units.length === from.length ? [from[index]!] : [];
      return one ? placed(unit, {from: one, find}) : {...unit, places: []};
    });
  return {
    file,
    imports: place(file.imports, raw.imports),
    above: place(file.above, raw.above),
    bodies: file.tests.map(({body}, index) => place(body, raw.tests[index]!.body)),
  };
}

interface Found {
  part: Part;
  at: number;
}

type Find = (token: Token) => Found | undefined;

/** Looks up where a token of a suite's code stands in a cell, when it was copied from there as it is. */
function finder(suite: Suite): Find {
  const {code, parts} = suite;
  const source = mapOf(suite);
  const cells = new Map(parts.map((part) => [`#cell${part.cell.number}`, {part, starts: lineStarts(part.cell.source)}]));
  const starts = lineStarts(code);
  let line = 0;
  return ({start, text}) => {
    if (start < starts[line]!) line = 0;
    while (line + 1 < starts.length && starts[line + 1]! <= start) line++;
    const entry = source.findEntry(line, start - starts[line]!);
    if (!("generatedLine" in entry) || entry.generatedLine !== line || entry.generatedColumn !== start - starts[line]!) return undefined;
    const cell = cells.get(entry.originalSource);
    if (!cell) return undefined;
    const at = cell.starts[entry.originalLine]! + entry.originalColumn;
    return cell.part.cell.source.startsWith(text, at) ? {part: cell.part, at} : undefined;
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function placed(unit: Unit, {from, find}: {from: Unit; find: Find}): Placed {
  const found = from.tokens.map(find);
  const [first] = found.filter((one) => one !== undefined);
  if (!first) return {...unit, places: []};
  const {part, at} = first;
  const statement = part.syntax.program.body.find(({start, end}) => start <= at && at < end);
  const origin = unit.node ? statement && clamp(statement, part) : {start: at, end: at + unit.key.length};
  const same = partners(
    unit.tokens.map(({text}) => text),
    from.tokens.map(({text}) => text),
  );
  const places = same.map((index) => {
    const one = index === undefined ? undefined : found[index];
    return one?.part === part && origin && one.at >= origin.start && one.at < origin.end ? one.at : undefined;
  });
  return {...unit, part, places, ...(origin && {origin})};
}

/** A cell that is one object literal is read in brackets that it does not have. */
const clamp = ({start, end}: Range, {cell}: Part): Range => ({start: Math.max(0, start), end: Math.min(end, cell.source.length)});
