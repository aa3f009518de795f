import MagicString, {type Bundle} from "magic-string";
import type {Body} from "./body.js";
import {declared} from "./cell.js";
import {importLines, type Resolve} from "./imports.js";
import {indent} from "./layout.js";
import type {Part} from "./part.js";
import {runtimeImport, type Runtime, type RuntimeName} from "./runtime.js";
import type {Names} from "./scope.js";
import {suiteTitle, testTitle, type Case, type Section} from "./sections.js";
import {typeOf} from "./types.js";

/** What a suite is written from. */
export interface Content {
  /** The notebook's path. */
  path: string;
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
export function writeSuite(bundle: Bundle, {path, hash, timeout, groups, ...content}: Content): Bundle {
  const file = path.split(/[\\/]/).at(-1) ?? path;
  add(bundle, `// Extracted from ${file} (sources ${hash}): edit the notebook, not this file.\n`);
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
  add(bundle, `\n${content.runtime("describe")}(${JSON.stringify(suiteTitle(path))}, function () {\n  this.timeout(${spell(timeout)});\n`);
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
  {section: {title, cases}, bodies, runtime}: {section: Section} & Pick<Content, "bodies" | "runtime">,
): void {
  const depth = title === undefined ? 1 : 2;
  if (title !== undefined) add(bundle, `\n  ${runtime("describe")}(${JSON.stringify(title)}, () => {\n`);
  for (const [index, item] of cases.entries()) {
    if (title === undefined || index > 0) add(bundle, "\n");
    writeCase(bundle, {item, body: bodies.get(item.part), depth, runtime});
  }
  if (title !== undefined) add(bundle, "  });\n");
}

function writeCase(
  bundle: Bundle,
  {item, body, depth, runtime}: {item: Case; body?: Body | undefined; depth: number; runtime: Runtime},
): void {
  const {skip, raises, timeout, slow} = item.part.options;
  const [pad, it] = ["  ".repeat(depth), runtime("it")];
  const quoted = JSON.stringify(testTitle(item));
  if (skip !== undefined || !body) return void add(bundle, `${pad}${it}.skip(${quoted});\n`);
  const limits = `${timeout === undefined ? "" : `.timeout(${spell(timeout)})`}${slow === undefined ? "" : `.slow(${slow === 0 ? "Infinity" : spell(slow)})`}`;
  const wait = /\bawait\b/.test(body.text.toString()) ? "async " : "";
  if (raises === undefined)
    add(
      bundle,
      `${pad}${it}(${quoted}, ${wait}() => {\n`,
      indent(body.text, {depth: depth + 1, verbatim: body.verbatim}),
      `\n${pad}})${limits};\n`,
    );
  else
    add(
      bundle,
      `${pad}${it}(${quoted}, () =>\n${pad}  ${runtime("raises")}(${JSON.stringify(raises)}, ${wait}() => {\n`,
      indent(body.text, {depth: depth + 2, verbatim: body.verbatim}),
      `\n${pad}  }))${limits};\n`,
    );
}
