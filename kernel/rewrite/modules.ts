import type {ImportDeclaration} from "oxc-parser";
import {declared} from "../../src/notebook/cell.js";
import {typeQueries, type Syntax} from "../../src/notebook/parse.js";
import {helper, type Statement, type Work} from "./work.js";

/** Takes the word `export` away. */
export function dropExport({text, syntax}: Work, statement: Statement): void {
  const {start, end} = statement;
  const [words] = /^export\s*(?:default\b|=)?\s*/.exec(syntax.source.slice(start, end)) ?? [];
  const node = declared(statement);
  const decorated = "decorators" in node && (node.decorators?.[0]?.start ?? end) < start;
  // The semicolon keeps an expression apart from a statement before it that ends without one.
  if (words !== undefined) text.update(start, start + words.length, decorated ? " " : ";");
}

/** A static import asks the runner. */
export function rewriteImport({text, cell, syntax}: Work, node: ImportDeclaration): void {
  if (node.importKind === "type") return;
  const {specifier, named, namespace, default: byDefault} = cell.imports.find(({start}) => start === node.start)!;
  const values = named.filter(({typeOnly}) => !typeOnly);
  const wanted = [...(byDefault === undefined ? [] : [{imported: "default", local: byDefault}]), ...values];
  // A name that this cell reads as a value has to exist; of another one nobody can tell whether it is a type.
  const required = wanted.filter(({local}) => readAsValue(syntax, local)).map(({imported}) => imported);
  const loaded = `(await ${helper}.load(${JSON.stringify(specifier)}, ${JSON.stringify({required, with: attributes(node)})}))`;
  const pattern = `{${wanted.map(({imported, local}) => `${JSON.stringify(imported)}: ${local}`).join(", ")}}`;
  const parts = namespace === undefined ? [] : [`let ${namespace} = ${loaded}.namespace;`];
  if (wanted.length > 0) parts.push(`let ${pattern} = ${loaded}.exports;`);
  text.update(node.start, node.end, parts.join(" ") || `void ${loaded};`);
}

const attributes = ({attributes}: {attributes: ImportDeclaration["attributes"]}) =>
  Object.fromEntries(attributes.map(({key, value}) => ["name" in key ? key.name : key.value, value.value]));

function readAsValue({scopes, program}: Syntax, local: string): boolean {
  const types = typeQueries(program);
  const references = scopes?.globalScope?.childScopes[0]?.set.get(local)?.references ?? [];
  return references.some(({isValueReference, identifier: {range}}) => {
    return isValueReference && !types.some(({start, end}) => range[0] >= start && range[1] <= end);
  });
}

/** What is exported is only declared; a re-export runs its module. */
export function rewriteExport({text}: Work, node: Statement): void {
  const from = "source" in node && node.source ? node.source : undefined;
  text.update(node.start, node.end, from ? `await ${helper}.load(${JSON.stringify(from.value)}, {});` : ";");
}
