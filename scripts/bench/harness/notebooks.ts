import type {Random} from "../../../src/math/random.js";

/** A notebook as it is stored. */
export interface Stored {
  nbformat: 4;
  nbformat_minor: 5;
  metadata: Record<string, unknown>;
  cells: Record<string, unknown>[];
}

/**
 * A notebook of the shape that 447 public TypeScript notebooks have (3847 code cells): imports in 32 % of the cells, top-level await in 34 %, 57 % end
 * in an expression, 61 % store an output, a name declared again in 20 % of the notebooks, a heading every few cells.
 */
export function drawNotebook(draw: Random, cells: number): Stored {
  const again = draw() < 0.2;
  const all = Array.from({length: cells}, (_, index) => drawCell(draw, {index, again})).flat();
  const kernelspec = {name: "ddx", display_name: "TypeScript (ddx)", language: "typescript"};
  return {nbformat: 4, nbformat_minor: 5, metadata: {kernelspec}, cells: all};
}

function drawCell(draw: Random, {index, again}: {index: number; again: boolean}): Record<string, unknown>[] {
  const heading = draw() < 0.25 ? [{cell_type: "markdown", metadata: {}, source: `## Part ${index}\n\nWhat comes next, and why.`}] : [];
  const name = again && draw() < 0.2 ? "value" : `value${index}`;
  const lines = [
    ...(draw() < 0.4 ? [`// Step ${index}: what it does`] : []),
    ...(draw() < 0.32 ? [pick(draw, imports)] : []),
    ...Array.from({length: 2 + Math.floor(draw() * 8)}, (_, line) => statement(draw, {index, line})),
    draw() < 0.34 ? `const ${name}: number = await Promise.resolve(${index});` : `let ${name} = ${index} * 2;`,
    ...(draw() < 0.57
      ? [pick(draw, [name, `({loss: ${name} / 3, name: "run ${index}"})`, `[${name}, ${name} + 1].map((each) => each * 2)`])]
      : []),
  ];
  const shown = draw() < 0.61;
  const result = {
    output_type: "execute_result",
    data: {"text/plain": `${index}\n`.repeat(1 + Math.floor(draw() * 40))},
    metadata: {},
    execution_count: index,
  };
  const code = {cell_type: "code", metadata: {}, source: lines.join("\n"), execution_count: index + 1, outputs: shown ? [result] : []};
  return [...heading, code];
}

const imports = [
  'import {readFileSync} from "node:fs";',
  'import * as path from "node:path";',
  'import {createHash} from "node:crypto";',
  'import type {Stats} from "node:fs";',
];

function statement(draw: Random, {index, line}: {index: number; line: number}): string {
  const name = `part${index}_${line}`;
  return pick(draw, [
    `const ${name} = {a: ${index}, b: [1, 2, 3], c: "text ${line}"};`,
    `function ${name}(x: number, y = ${line}): number {\n  if (x > y) return x - y;\n  return x + y;\n}`,
    `let ${name} = 0;\nfor (let i = 0; i < 10; i++) ${name} += i;`,
    `const ${name} = [${line}, 2, 3].filter((each) => each > 1).map((each) => ({each, square: each ** 2}));`,
    `console.log("step ${line}", ${index});`,
    `interface Row${index}_${line} { name: string; values: readonly number[] }`,
  ]);
}

const pick = <T>(draw: Random, items: readonly T[]): T => items[Math.floor(draw() * items.length)]!;
