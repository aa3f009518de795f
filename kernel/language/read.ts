import {describe, type Cell} from "../../src/notebook/cell.js";
import {parse, type Syntax} from "../../src/notebook/parse.js";
import {walk} from "../../src/notebook/walk.js";
import {withPlainSpecifiers} from "../../src/notebook/specifiers.js";
import {references} from "../../src/notebook/references.js";
import {meaningsOf, type Meaning} from "./meanings.js";

/** How a cell uses a name that it does not declare. */
export interface Use {
  /** The name. */
  name: string;
  /** Whether it is assigned to. */
  written: boolean;
}

/** A cell as the type checker has to see it. */
export interface Reading {
  /** The text. */
  source: string;
  /** Its parts. */
  facts: Cell;
  /** Names of its top level. */
  own: ReadonlyMap<string, Meaning>;
  /** Names that it takes from elsewhere; undefined for a cell that cannot be read: then any. */
  uses: readonly Use[] | undefined;
  /** Ending of its module. */
  ending: "tsx" | "ts";
  /** Whether it is one object literal. */
  literal: boolean;
}

/** Reads a cell; one that is being written at `offset` is read as if there were a name. */
export function read(written: string, {offset}: {offset?: number} = {}): Reading {
  const source = withPlainSpecifiers(written);
  const syntax = parse(source);
  const {language: ending, literal, errors} = syntax;
  if (errors.length > 0 && offset !== undefined) return readUnfinished(source, offset);
  if (errors.length > 0) return {source, facts: describe(syntax), own: new Map(), uses: undefined, ending, literal: false};
  const facts = describe(syntax);
  const all = references(syntax).filter(({own}) => !own);
  const assigned = new Set(all.filter(({writes}) => writes).map(({name}) => name));
  const uses = [...new Set([...all.map(({name}) => name), ...factoriesOf(syntax)])].map((name) => ({name, written: assigned.has(name)}));
  return {source, facts, own: meaningsOf(facts), uses, ending, literal};
}

/** What JSX elements may call without naming it. */
function factoriesOf({program, source}: Syntax): string[] {
  let found = false;
  walk(program, ({type}) => (found ||= /^JSX(Element|Fragment)$/.test(type)));
  return found ? ["React", "h", "Fragment", ...Array.from(source.matchAll(/@jsx(?:Frag)?\s+([\w$]+)/g), ([, name]) => name!)] : [];
}

function readUnfinished(source: string, offset: number): Reading {
  const mended = read(`${source.slice(0, offset)}_${source.slice(offset)}`);
  // The text itself still cannot be read: what the compiler makes of it must not depend on where it ends.
  if (mended.uses) return {...mended, source, uses: undefined};
  const own = new Map(declaredIn(source).map((name) => [name, {value: true, type: false, kind: "let"} as const]));
  return {...mended, source, own};
}

/** Names that a text which cannot be read seems to declare. */
function declaredIn(source: string): string[] {
  const patterns = source.matchAll(/\b(?:const|let|var|function\*?|class|enum|interface|type|namespace|import)\s+([^=;:(<]+)/g);
  return Array.from(patterns, ([, names]) => names!.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []).flat();
}
