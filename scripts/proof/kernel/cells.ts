import type {Execution} from "../../../kernel/client.js";

/** A kind of cell that a person writes again and again. */
export interface Kind {
  /** What it is called when it does not do as expected. */
  name: string;
  /** Its source, the n-th time. */
  source: (n: number) => string;
  /** The name of the error that it must end with; none when left out. */
  error?: string;
  /** The text that some output must hold. */
  shows?: string;
}

/** Run once, before all others. */
export const opening = `import * as tf from "@tensorflow/tfjs";
import {display, html} from "ddx";
await tf.setBackend("cpu");`;

// Names come again: a notebook has a few dozen, however often its cells are run.
const kept = (n: number): number => n % 40;

/** All kinds; a round of cells has one of each. */
export const kinds: readonly Kind[] = [
  {name: "definition", source: (n) => `const a${kept(n)} = ${n};\nfunction f${kept(n)}(x: number): number { return x + a${kept(n)}; }`},
  {name: "redefinition", source: (n) => (n % 2 ? `let b = [${n}, "${n}"]` : `const b = {n: ${n}}`)},
  {name: "use", source: (n) => `f${kept(n)}(${n}) + typeof b`, shows: "object"},
  {
    name: "import",
    source: () => `import {join, sep} from "node:path";\nconst {readFile} = await import("node:fs/promises");\njoin("a", "b")`,
    shows: "a",
  },
  {name: "error", source: (n) => `const gone = ${n};\nnull!.nothing`, error: "TypeError"},
  {name: "syntax error", source: (n) => `let x${n} = ];`, error: "SyntaxError"},
  {name: "type error", source: (n) => `const wrong: number = "${n}" as unknown as string;\nwrong`},
  {name: "lines", source: (n) => `for (let i = 0; i < 200; i++) console.log("cell", ${n}, i)`, shows: "cell"},
  {name: "display", source: (n) => `await display(html(\`<b>\${"x".repeat(2000)} ${n}</b>\`));`, shows: "<b>"},
  {name: "result", source: (n) => `({n: ${n}, list: Array.from({length: 100}, (_, i) => i)})`, shows: "list"},
  {name: "await", source: (n) => `await new Promise((resolve) => setTimeout(resolve, 1)); ${n}`},
  {
    name: "tensors",
    source: (n) => `const t = tf.randomNormal([64, 64], 0, 1, "float32", ${n}), u = t.matMul(t);
u.shape;
tf.dispose([t, u]);
"tensors " + tf.memory().numTensors`,
    shows: "tensors 0",
  },
];

/** What is wrong with what became of a cell; undefined when nothing is. */
export function wrongWith({name, error, shows}: Kind, execution: Execution): string | undefined {
  const ended = execution.error?.ename;
  if (ended !== error)
    return `${name}: expected ${error ?? "no error"}, got ${execution.status} ${ended ?? ""} ${execution.error?.evalue ?? ""}`;
  if (shows !== undefined && !JSON.stringify(execution.outputs).includes(shows)) {
    return `${name}: expected ${shows} among its outputs, got ${JSON.stringify(execution.outputs).slice(0, 200)}`;
  }
  return undefined;
}
