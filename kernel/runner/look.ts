import type {Runtime} from "node:inspector";
import {inspect} from "node:util";
import {plain} from "../alias.js";
import {helper} from "../rewrite/work.js";
import type {Member, Order} from "../protocol.js";
import {inspector, valueOf} from "./evaluate.js";
import {tell} from "./run.js";

const keywords =
  "as async await break case catch class const continue debugger default delete do else enum export extends false finally for from function if import in instanceof interface let namespace new null of return satisfies static super switch this throw true try type typeof undefined using var void while yield";

/** Answers what an expression has or is, without running a getter or anything else that changes something. */
export function look({id, expression, want, detailed = false}: Extract<Order, {type: "look"}>): void {
  if (want === "members") return tell({type: "seen", id, members: expression === "" ? namesInScope() : members(expression)});
  const remote = evaluate(expression);
  const text = remote && describe(valueOf(remote), {detailed});
  inspector.post("Runtime.releaseObjectGroup", {objectGroup: "look"});
  tell({type: "seen", id, ...(text !== undefined && {bundle: {data: {"text/plain": text}, metadata: {}}})});
}

function evaluate(expression: string): Runtime.RemoteObject | undefined {
  const found = post<Runtime.EvaluateReturnType>("Runtime.evaluate", {
    expression,
    throwOnSideEffect: true,
    objectGroup: "look",
    timeout: 500,
  });
  return found?.exceptionDetails ? undefined : found?.result;
}

/** In this process the inspector answers before `post` returns, unless a promise is waited for. */
function post<T>(method: string, parameters: object): T | undefined {
  let answer: T | undefined;
  inspector.post(method, parameters, (_, reply) => (answer = reply as T));
  return answer;
}

function members(expression: string): readonly Member[] {
  const {objectId, className} = evaluate(`Object(${expression})`) ?? {};
  if (objectId === undefined) return [];
  if (className === "Module") return exportsOf(objectId);
  const call = {objectId, functionDeclaration: String(listMembers), returnByValue: true, throwOnSideEffect: true};
  const listed = post<Runtime.CallFunctionOnReturnType>("Runtime.callFunctionOn", call);
  inspector.post("Runtime.releaseObjectGroup", {objectGroup: "look"});
  return listed?.exceptionDetails ? [] : ((listed?.result.value as Member[] | undefined) ?? []);
}

/** What a module exports: V8 takes a look at that from inside for a side effect. */
function exportsOf(objectId: string): readonly Member[] {
  const {result = []} = post<Runtime.GetPropertiesReturnType>("Runtime.getProperties", {objectId, ownProperties: true}) ?? {};
  inspector.post("Runtime.releaseObjectGroup", {objectGroup: "look"});
  return result.map(({name, value}) => ({name, type: value?.type === "function" ? "function" : "instance"}));
}

/** Runs inside V8's side-effect guard, by its source text: it may use nothing from this file. */
function listMembers(this: object): Member[] {
  const found: Member[] = [];
  for (let level: object | null = this; level !== null; level = Object.getPrototypeOf(level) as object | null) {
    if (ArrayBuffer.isView(level) || (Array.isArray(level) && level.length > 0)) continue;
    for (const name of Object.getOwnPropertyNames(level)) {
      const {value, get} = Object.getOwnPropertyDescriptor(level, name) ?? {};
      found.push({name, type: typeof value === "function" ? "function" : get ? "property" : "instance"});
    }
  }
  return found;
}

function namesInScope(): readonly Member[] {
  const {names = []} = post<Runtime.GlobalLexicalScopeNamesReturnType>("Runtime.globalLexicalScopeNames", {}) ?? {};
  const own = names.filter((name) => !name.startsWith("__")).map((name) => ({name: plain(name), type: "instance"}));
  const globals = members("globalThis").filter(({name}) => name !== helper);
  return [...own, ...globals, ...keywords.split(" ").map((name) => ({name, type: "keyword"}))];
}

function describe(value: unknown, {detailed}: {detailed: boolean}): string {
  if (typeof value === "function") return detailed ? String(value) : signature(value);
  if (typeof value !== "object" || value === null) return `${value === null ? "null" : typeof value}: ${inspect(value)}`;
  const shown = inspect(value, {depth: detailed ? 4 : 1, maxArrayLength: detailed ? 100 : 12, maxStringLength: 2000, showProxy: true});
  return `${kindOf(value)}\n\n${shown}`;
}

function signature(value: Function): string {
  const source = String(value);
  if (!source.startsWith("class")) return head(source);
  const constructor = /\bconstructor\s*(\([^{]*\))\s*\{/.exec(source)?.[1];
  return `${head(source)}${constructor === undefined ? "" : `\n\nnew ${value.name}${constructor}`}`;
}

/** A function's source up to its body, a class's up to its members. */
const head = (source: string): string =>
  (/^[^]*?(?=\s*(=>|\{\s*(?:\n|\[native|\}|[^}]*$)))/.exec(source)?.[0] ?? source.split("\n")[0]!).slice(0, 400);

/** The class, and for a tensor its type of numbers and its shape. */
function kindOf(value: object): string {
  const read = (name: string): unknown => Object.getOwnPropertyDescriptor(value, name)?.value;
  const prototype = Object.getPrototypeOf(value) as {constructor?: {name?: string}} | null;
  const kind = Object.getOwnPropertyDescriptor(prototype ?? {}, "constructor")?.value as {name?: string} | undefined;
  const [shape, dtype] = [read("shape"), read("dtype")];
  const size = Array.isArray(value) || ArrayBuffer.isView(value) ? ` (${(value as {length?: number}).length ?? value.toString()})` : "";
  return `${kind?.name ?? "object"}${size}${Array.isArray(shape) && dtype !== undefined ? `: ${String(dtype)} [${shape.join(", ")}]` : ""}`;
}
