import {derive, random, type Random} from "../../../src/math/random.js";

/** A random program. */
export interface Program {
  /** The cells that it was split into. */
  cells: readonly string[];
  /** Whether it declares each name once, before any use, and so does the same as one module. */
  plain: boolean;
}

type Kind = "value" | "constant" | "function" | "async" | "class" | "enum";

interface Drawing {
  draw: Random;
  plain: boolean;
  /** All names that the program may use. */
  pool: readonly string[];
  /** What those stand for that are declared. */
  world: Map<string, Kind>;
}

/** Draws a program of statements that declare, change, call, print and throw, and splits it into cells; programs of several seeds share no name. */
export function program(seed: number): Program {
  const draw = random(derive(seed, "program"));
  const pool = ["a", "b", "$c", "d_", "é", "of", "type", "k"].map((name) => `${name}${seed}`);
  const drawing = {draw, plain: draw() < 0.4, pool, world: new Map<string, Kind>()};
  const statements = Array.from({length: 6 + Math.floor(draw() * 14)}, () => statement(drawing));
  const cells: string[][] = [];
  for (const one of statements) {
    if (cells.length === 0 || draw() < 0.55) cells.push([]);
    cells.at(-1)!.push(one);
  }
  return {cells: cells.map((lines) => lines.join("\n")), plain: drawing.plain};
}

function statement(drawing: Drawing): string {
  const {draw, plain, pool, world} = drawing;
  const fresh = pool.filter((name) => !world.has(name));
  const open = plain ? fresh : draw() < 0.25 ? pool : fresh;
  if (open.length > 0 && (world.size < 2 || draw() < 0.4)) return declare(pick(open, draw), drawing);
  const text = act(drawing);
  // The next line may begin with a bracket.
  return (plain || draw() < 0.7) && !/[;}]$/.test(text) ? `${text};` : text;
}

function declare(name: string, drawing: Drawing): string {
  const {draw, world} = drawing;
  const [value, other] = [expression(drawing), expression(drawing)];
  const all: [Kind, string][] = [
    ["value", `let ${name} = ${value};`],
    ["value", `var ${name}: any = ${value};`],
    ["constant", `const ${name} = ${value};`],
    ["constant", `const {x: ${name}} = {x: ${value}} as any;`],
    ["value", `let [, ${name} = 2] = [1, ${value}] as any[];`],
    ["value", `for (var ${name} = 0; ${name} < 2; ${name}++);`],
    ["function", `function ${name}(x: any = 1) { return [x, ${value}]; }`],
    ["function", `const ${name} = (x = 2) => ({x, y: ${value}});`],
    ["async", `async function ${name}() { await null; return ${value}; }`],
    ["function", `function* ${name}() { yield 1; yield ${value}; }`],
    ["class", `class ${name} { static s = ${value}; #p = 1; get p() { return this.#p; } m() { return ${other}; } }`],
    ["class", `abstract class ${name} { q = ${value}; static make(): any { return new (class extends ${name} {})(); } }`],
    ["enum", `enum ${name} { A, B = 5, C }`],
    ["value", `export let ${name} = ${value};`],
    ["enum", `namespace ${name} { export const A = 3; export const B = A + 1; }`],
  ];
  // A `var` hides from its own cell what was there before, in the kernel only.
  const forms = world.has(name) ? all.filter(([, text]) => !/\bvar\b/.test(text)) : all;
  const [kind, text] = pick(forms, draw);
  world.set(name, kind);
  return text;
}

function act(drawing: Drawing): string {
  const {draw, plain} = drawing;
  const [one, two] = [use(drawing), use(drawing)];
  const value = expression(drawing);
  const to = target(drawing);
  const common = [
    `console.log(${value});`,
    `console.log(typeof ${one}, ${value});`,
    value.startsWith("{") ? `(${value})` : value,
    `{ let ${one} = 7; console.log(${one}); }`,
    `try { ${call(drawing)}; } catch (error) { console.log((error as Error).name); }`,
    `console.log(await ${call(drawing)});`,
    `console.log(await (${one} as any)());`,
    `if (${value}) console.log("yes"); else console.log("no");`,
    `for (const item of [${value}, 2]) console.log(item, ${two});`,
    `console.log([1, 2].map((x) => [x, ${one}]));`,
    `if (${draw() < 0.3}) throw new RangeError(\`thrown: \${typeof ${one}}\`);`,
    `// nothing but a comment`,
    call(drawing),
  ];
  const changes =
    to === undefined ? [] : [`${to} = ${value};`, `${to}++;`, `${to} -= 1`, `[${to}] = [${value}];`, `({x: ${to} = 4} = {} as any);`];
  return pick([...common, ...changes, ...(plain || draw() < 0.7 ? [] : [`console.log((() => ${pick(drawing.pool, draw)})());`])], draw);
}

/** A name whose value may be changed; rarely one that may not. */
function target({draw, plain, pool, world}: Drawing): string | undefined {
  const open = pool.filter((name) => world.get(name) === "value" || (!plain && draw() < 0.1));
  return open.length === 0 ? undefined : pick(open, draw);
}

/** A name that is declared; rarely one that is not, or not yet. */
function use({draw, plain, pool, world}: Drawing): string {
  const there = [...world.keys()];
  if (there.length === 0) return "undefined";
  return plain || draw() < 0.92 ? pick(there, draw) : pick(pool, draw);
}

function call(drawing: Drawing): string {
  const {draw, world} = drawing;
  const name = use(drawing);
  const kind = world.get(name);
  if (kind === "function") return pick([`${name}()`, `(${name} as any)(3)`, `[...[${name}]].length`], draw);
  // Node prints what a promise belongs to.
  if (kind === "async") return `typeof ${name}`;
  if (kind === "class")
    return pick([`${name}.name`, `new (${name} as any)().m?.()`, `(${name} as any).make?.().q`, `(${name} as any).s`], draw);
  if (kind === "enum") return pick([`${name}.A`, `(${name} as any)[5]`, `Object.keys(${name})`], draw);
  return pick([`${name}?.x`, `Object(${name}).length`, `void (${name} as any)()`], draw);
}

function expression(drawing: Drawing, depth = 0): string {
  const {draw} = drawing;
  const inner = () => expression(drawing, depth + 1);
  const leaves = ["1", "'text'", "2.5", "null", "undefined", "true", "[]"];
  if (depth > 2 || draw() < 0.3) return draw() < 0.5 ? pick(leaves, draw) : use(drawing);
  const forms = [
    () => use(drawing),
    () => `[${inner()}, ${inner()}]`,
    () => `({x: ${inner()}})`,
    () => `\`<\${typeof ${inner()}}>\``,
    () => `(${inner()} ?? ${inner()})`,
    () => `((x: any) => [x, ${inner()}])(${inner()})`,
    () => `JSON.stringify(${inner()})`,
    () => `(${inner()} ? ${inner()} : ${inner()})`,
    () => call(drawing),
  ];
  return pick(forms, draw)();
}

const pick = <T>(items: readonly T[], draw: Random): T => items[Math.floor(draw() * items.length)]!;
