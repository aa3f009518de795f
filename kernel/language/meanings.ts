import type {Cell, DeclarationKind} from "../../src/notebook/cell.js";
import {locals} from "../../src/notebook/scope.js";

/** What a cell's declaration of a name lets others do with it. */
export interface Meaning {
  /** Whether it can be used as a value. */
  value: boolean;
  /** Whether it can be used as a type or namespace. */
  type: boolean;
  /** What declares it. */
  kind: DeclarationKind;
}

const typesOnly: readonly DeclarationKind[] = ["interface", "type"];
const both: readonly DeclarationKind[] = ["class", "enum", "namespace", "import"];

/** All names of a cell's top level. */
export function meaningsOf({imports, declarations}: Cell): Map<string, Meaning> {
  const found = new Map<string, Meaning>();
  const add = (name: string, meaning: Meaning) => {
    const {value = false, type = false, kind = meaning.kind} = found.get(name) ?? {};
    found.set(name, {value: value || meaning.value, type: type || meaning.type, kind: value ? kind : meaning.kind});
  };
  for (const item of imports) {
    const typeOnly = (name: string) => item.typeOnly || item.named.some((named) => named.local === name && named.typeOnly);
    for (const {name} of locals(item)) add(name, {value: !typeOnly(name), type: true, kind: "import"});
  }
  for (const {kind, names} of declarations) {
    const meaning = {value: !typesOnly.includes(kind), type: typesOnly.includes(kind) || both.includes(kind), kind};
    for (const name of names) add(name, meaning);
  }
  return found;
}
