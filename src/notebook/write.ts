import MagicString, {type Bundle} from "magic-string";
import type {Body} from "./body.js";
import {declared} from "./cell.js";
import {importLines, type Resolve} from "./imports.js";
import {indent} from "./layout.js";
import type {Part} from "./part.js";
import {runtimeImport, type Runtime, type RuntimeName} from "./runtime.js";
import type {Names} from "./scope.js";
import {testTitle, type Case, type Section} from "./sections.js";
import {typeOf} from "./types.js";

/** What a suite is written from. */
export interface Content {
  /** The notebook's path. */
  path: string;
  /** The suite's title. */
  title: string;
  /** Hash of the sources. */
  hash: string;
  /** Longest run of a cell in milliseconds. */
  timeout: number;
  /** The cells by their headings. */
  groups: readonly Section[];
  /** What becomes of each cell. */
  bodies: ReadonlyMap<Part, Body>;
  /** All cells. */
  parts: readonly Part[];
  /** Where names live. */
  names: Names;
  /** How modules are written. */
  resolve: Resolve;
  /** What the source map calls a cell. */
  filename: (part: Part) => string;
  /** How names of the runtime are written. */
  runtime: Runtime;
}

/** Writes a suite into an empty bundle: imports, what cells share, the tests. */
export function writeSuite(bundle: Bundle, {path, title, hash, timeout, groups, ...content}: Content): Bundle {
  // A line break in the name would end the comment.
  const file = (path.split(/[\\/]/).at(-1) ?? path).replace(/[\r\n\u2028\u2029]/g, " ");
  add(bundle, `// Extracted from ${file} (sources ${hash}): edit the notebook, or this file and run ddx sync.\n`);
  const requires = givenUses(content, "require");
  if (requires) add(bundle, `import {createRequire} from "node:module";\n`);
  for (const line of importLines(content.parts, {...content, hoisted: content.names.hoisted})) add(bundle, line, "\n");
  const code = [...content.bodies.values()].map(({text}) => text.toString()).join("\n");
  const raising = content.parts.some(({options}) => options.raises !== undefined && options.skip === undefined);
  const calls = [raising ? "raises" : "", content.names.late.size > 0 ? "lateNames" : ""].filter(Boolean) as RuntimeName[];
  add(bundle, runtimeImport([code, ...calls.map((name) => `${content.runtime(name)}(`)].join("\n"), content.runtime));
  if (requires) add(bundle, `\nconst require = createRequire(import.meta.url);\n`);
  if (givenUses(content, "__dirname")) add(bundle, `\nconst __dirname = import.meta.dirname;\n`);
  const outside = hasNamespace(content);
  if (outside) writeAbove(bundle, {...content, depth: 0});
  add(bundle, `\n${content.runtime("describe")}(${JSON.stringify(title)}, function () {\n  this.timeout(${spell(timeout)});\n`);
  if (!outside) writeAbove(bundle, {...content, depth: 1});
  for (const section of groups) writeSection(bundle, {section, ...content});
  return add(bundle, "});\n");
}

function add(bundle: Bundle, ...contents: (string | MagicString)[]): Bundle {
  for (const content of contents) bundle.addSource(typeof content === "string" ? {content: new MagicString(content)} : content);
  return bundle;
}

/** Whether a cell uses a name that the kernel gives it and a module lacks. */
const givenUses = ({parts, names}: Pick<Content, "parts" | "names">, name: "require" | "__dirname"): boolean =>
  !names.declaring.has(name) &&
  parts.some(
    ({live, facts, syntax}) => live && (facts.free.includes(name) || (name === "require" && syntax.program.body.some(loadsByRequire))),
  );

const loadsByRequire = (statement: Part["syntax"]["program"]["body"][number]): boolean => {
  const node = declared(statement);
  return node.type === "TSImportEqualsDeclaration" && node.moduleReference.type === "TSExternalModuleReference";
};

const spell = (timeout: number) => String(timeout).replace(/(?<=\d)(?=(\d{3})+$)/g, "_");

/** A namespace cannot stand in a function: with one, everything that is shared stands outside of `describe`. */
const hasNamespace = ({parts, names}: Pick<Content, "parts" | "names">): boolean =>
  parts.some(({facts}) => facts.declarations.some(({kind, names: [name = ""]}) => kind === "namespace" && names.lifted.has(name)));

function writeAbove(
  bundle: Bundle,
  {names, bodies, depth, runtime}: Pick<Content, "names" | "bodies" | "runtime"> & {depth: number},
): void {
  const pad = "  ".repeat(depth);
  const plain = [...names.shared].filter((name) => !names.late.has(name));
  if (names.late.size > 0) add(bundle, `\n${pad}const ${runtime("late")} = ${runtime("lateNames")}();\n`);
  if (plain.length > 0) add(bundle, "\n", ...plain.map((name) => `${pad}let ${name}: ${typeOf(name, names)};\n`));
  for (const {lifted, verbatim} of bodies.values()) for (const text of lifted) add(bundle, "\n", indent(text, {depth, verbatim}), "\n");
}

function writeSection(
  bundle: Bundle,
  {section: {title, setups, cases}, bodies, runtime, filename}: {section: Section} & Pick<Content, "bodies" | "runtime" | "filename">,
): void {
  const depth = title === undefined ? 1 : 2;
  if (title !== undefined) add(bundle, `\n  ${runtime("describe")}(${JSON.stringify(title)}, () => {\n`);
  for (const [index, item] of [...setups, ...cases].entries()) {
    if (title === undefined || index > 0) add(bundle, "\n");
    writeCase(bundle, {item, body: bodies.get(item.part), depth, runtime, filename, hook: setups.includes(item)});
  }
  if (title !== undefined) add(bundle, "  });\n");
}

interface Writing extends Pick<Content, "runtime" | "filename"> {
  item: Case;
  body?: Body | undefined;
  depth: number;
  hook: boolean;
}

function writeCase(bundle: Bundle, {item, body, depth, filename, ...how}: Writing): void {
  const {skip, raises} = item.part.options;
  const pad = "  ".repeat(depth);
  if (skip !== undefined || !body) return void add(bundle, `${pad}${how.runtime("it")}.skip(${JSON.stringify(testTitle(item))});\n`);
  const wait = /\bawait\b/.test(body.text.toString()) ? "async " : "";
  const {open, close} = frameOf(item, {pad, wait, ...how});
  const {source} = item.part.cell;
  const around = (start: number, text: string) =>
    new MagicString(source, {filename: filename(item.part)}).overwrite(start, start + 1, text).snip(start, start + 1);
  const text = indent(body.text, {depth: depth + (raises === undefined ? 1 : 2), verbatim: body.verbatim});
  // Their places in the cell say to which cell a test belongs that never runs.
  add(bundle, around(0, open), text, around(source.length - 1, close));
}

/** What stands around a cell's code: a test's call, or that of a hook, whose own function sets its limit. */
function frameOf(
  item: Case,
  {pad, wait, runtime, hook}: {pad: string; wait: string; runtime: Runtime; hook: boolean},
): {open: string; close: string} {
  const {raises, timeout, slow} = item.part.options;
  const limit = timeout === undefined ? "" : `.timeout(${spell(timeout)})`;
  const limits = hook ? "" : `${limit}${slow === undefined ? "" : `.slow(${slow === 0 ? "Infinity" : spell(slow)})`}`;
  const own = hook && limit !== "" ? `${pad}  this${limit};\n` : "";
  const head = `${pad}${runtime(hook ? "before" : "it")}(${JSON.stringify(testTitle(item))}, `;
  if (raises === undefined) return {open: `${head}${wait}${own ? `function () {\n${own}` : "() => {\n"}`, close: `\n${pad}})${limits};\n`};
  const call = `${runtime("raises")}(${JSON.stringify(raises)}, ${wait}() => {\n`;
  return own
    ? {open: `${head}function () {\n${own}${pad}  return ${call}`, close: `\n${pad}  });\n${pad}});\n`}
    : {open: `${head}() =>\n${pad}  ${call}`, close: `\n${pad}  }))${limits};\n`};
}
