import {permutation, random, type Random} from "../../src/math/random.js";

/** A notebook whose dependencies are known, because it was made from them. */
export interface Known {
  /** The cells' sources. */
  sources: readonly string[];
  /** For each cell the cells that it uses directly, sorted. */
  needs: readonly (readonly number[])[];
  /** For each cell all that it needs, sorted. */
  ancestors: readonly (readonly number[])[];
}

/** What a name stands for as the cells run. */
interface Value {
  /** The cell that declared it, then those that changed it. */
  cells: readonly number[];
  /** All cells that had a part in it, and those that had when it was declared. */
  from: ReadonlySet<number>;
  origin: ReadonlySet<number>;
  /** Of a function: the name that it uses, and whether it changes it. */
  uses?: {name: string; changes: boolean};
  /** Declared by a skipped cell only. */
  absent: boolean;
}

type World = Map<string, Value>;

/** A cell that is being written: its lines, what it uses, what it changes. */
interface Writing {
  number: number;
  lines: string[];
  direct: Set<number>;
  from: Set<number>;
  changed: Set<string>;
}

interface Drawing {
  world: World;
  draw: Random;
}

const pool = ["a", "b", "c", "$", "é", "_x", "of", "type"];

/** Draws a notebook of straight-line cells: names are declared in all ways, declared anew, read, changed, called, shadowed, named in types; some cells are skipped. */
export function knownNotebook(seed: number): Known {
  const drawing = {world: new Map(), draw: random(seed)};
  const cells = Array.from({length: 3 + Math.floor(drawing.draw() * 12)}, (_, index) => writeCell(index + 1, drawing));
  return {
    sources: cells.map(({lines}) => lines.join("\n")),
    needs: cells.map(({direct}) => sorted(direct)),
    ancestors: cells.map(({from}) => sorted(from)),
  };
}

function writeCell(number: number, {world, draw}: Drawing): Writing {
  const cell: Writing = {number, lines: [], direct: new Set(), from: new Set(), changed: new Set()};
  const names = permutation(pool.length, draw).map((i) => pool[i]!);
  const fresh = names.splice(0, Math.floor(draw() * 3));
  if (draw() < 0.1) return skip(cell, {fresh, world});
  const there = names.filter((name) => world.has(name));
  const read = there.slice(0, Math.floor(draw() * 3)).filter((name) => !world.get(name)!.uses);
  for (const name of read) use(cell, world.get(name)!);
  cell.lines.push(pick(noises(names[0]!, number), draw), ...there.slice(2, 4).map((name) => change(name, {cell, world, draw})));
  const value = ["1", ...read].join(" + ");
  const made = fresh.map((name) => declare(name, {value, draw, target: names.find((one) => !world.get(one)?.uses)}));
  for (const {uses} of made) if (uses && world.has(uses.name)) use(cell, world.get(uses.name)!);
  cell.lines.push(...made.map(({line}) => line), `(${value})`);
  // A cell is one thing: what it makes or changes has to do with all that it needs.
  const from = new Set([number, ...cell.from]);
  for (const name of cell.changed) touch(name, {world, cell, from});
  for (const {name, uses} of made) world.set(name, {cells: [number], from, origin: from, absent: false, ...(uses && {uses})});
  return cell;
}

const noises = (name: string, number: number): string[] => [
  "// nothing",
  `type T${number} = typeof ${name};`,
  `((${name}: number) => ${name})(1);`,
  `{ let ${name} = 1; ${name}++; }`,
];

function skip(cell: Writing, {fresh, world}: {fresh: readonly string[]; world: World}): Writing {
  cell.lines.push("//| skip", ...fresh.map((name) => `let ${name} = 1;`));
  const only = {cells: [cell.number], from: new Set([cell.number]), origin: new Set([cell.number]), absent: true};
  for (const name of fresh) if (world.get(name)?.absent !== false) world.set(name, only);
  return cell;
}

function use(cell: Writing, {cells, from}: Pick<Value, "cells" | "from">): void {
  for (const one of cells) cell.direct.add(one);
  for (const one of from) cell.from.add(one);
}

type Made = {name: string; line: string; uses?: Value["uses"]};

function declare(name: string, {value, draw, target}: {value: string; draw: Random; target: string | undefined}): Made {
  const values = [`let ${name} = ${value};`, `var ${name} = ${value};`, `const {x: [${name}]} = {x: [${value}]};`];
  const others = [`class ${name} { static v = ${value} }`, `import {x as ${name}} from "m";`, `enum ${name} { A = ${value} }`];
  if (target === undefined || draw() < 0.7) return {name, line: pick([...values, ...others], draw)};
  const changes = draw() < 0.5;
  const body = changes ? `${target}.x = 1;` : `return ${target};`;
  return {name, line: pick([`function ${name}() { ${body} }`, `const ${name} = () => { ${body} };`], draw), uses: {name: target, changes}};
}

/** Changes a value, or calls a function, which may change another. */
function change(name: string, {cell, world, draw}: Drawing & {cell: Writing}): string {
  const value = world.get(name)!;
  if (value.uses) return call(name, {cell, world});
  cell.changed.add(name);
  const plain = draw() < 0.2;
  use(cell, plain ? {cells: value.cells.slice(0, 1), from: value.origin} : value);
  const ways = [`${name}.x = 1;`, `${name}.push(1);`, `${name}++;`, `delete ${name}.x;`, `[1].map((x) => ${name}.push(x));`];
  return plain ? `${name} = 1;` : pick(ways, draw);
}

function call(name: string, {cell, world}: {cell: Writing; world: World}): string {
  use(cell, world.get(name)!);
  const seen = new Set([name]);
  for (const next of seen) {
    const {uses} = world.get(next) ?? {};
    if (!uses) continue;
    seen.add(uses.name);
    if (uses.changes) cell.changed.add(uses.name);
    for (const one of world.get(uses.name)?.from ?? []) cell.from.add(one);
  }
  return `${name}();`;
}

function touch(name: string, {world, cell, from}: {world: World; cell: Writing; from: ReadonlySet<number>}): void {
  const value = world.get(name);
  if (value && !value.absent) world.set(name, {...value, cells: [...value.cells, cell.number], from: new Set([...value.from, ...from])});
}

const pick = <T>(items: readonly T[], draw: Random): T => items[Math.floor(draw() * items.length)]!;
const sorted = (set: ReadonlySet<number>): number[] => [...set].sort((a, b) => a - b);
