/** The kernels that are compared. */
export type Column = "ddx" | "deno" | "tslab" | "ipykernel";

/** What client.py measures: a time in milliseconds, or megabytes. */
export interface Probe {
  /** `ready`: the client takes the kernel as started; `replied`: its first reply; `reply`, `idle`, `seen`: of a cell, the last an output with the marker. */
  kind: "ready" | "replied" | "memory" | "complete" | "reply" | "idle" | "seen";
  /** What is executed or completed; `#` is a number that no other cell has. */
  code?: string;
  /** Cells that come before. */
  setup?: readonly string[];
  /** What an output, or the offered names, must hold. */
  marker?: string;
  /** Values a round; one when left out. */
  times?: number;
  /** Values before them that do not count. */
  warm?: number;
  /** Seconds of rest before each: tslab drops whatever comes within 0.2 s of an error. */
  pause?: number;
  /** Rounds that it takes part in; all when left out. */
  rounds?: number;
  /** Seconds until it is given up; 60 when left out. */
  patience?: number;
  /** Whether the cell must not fail. */
  succeeds?: boolean;
}

/** What ddx has to reach: so many times another kernel's median, or so much. */
export type Goal = {than: Column; times: number} | {most: number};

/** A row of the table. */
export interface Row {
  /** What it is called on the command line. */
  name: string;
  /** What it is called in the table. */
  title: string;
  /** Unit of its values. */
  unit: "ms" | "MB";
  /** What ddx has to reach; nothing when the row is there for comparison. */
  goal?: Goal;
  /** Major version of Node that Node's kernels run on; the one that was asked for when left out. */
  node?: number;
  /** What is measured of each kernel; one that is left out has nothing of the kind. */
  probes: Partial<Record<Column, Probe>>;
}

const all = (probe: Probe): Row["probes"] => ({ddx: probe, deno: probe, tslab: probe, ipykernel: probe});
const mistyped = "not assignable to type";
const node = 'import * as tf from "@tensorflow/tfjs"';

/** The same work for the kernels of TypeScript, tfjs imported as each of them has it. */
function withTf(probe: Probe): Record<"ddx" | "deno" | "tslab", Probe> {
  const after = (line: string): Probe => ({...probe, setup: [line]});
  return {ddx: after(node), tslab: after(node), deno: after(node.replace("@tensorflow", "npm:@tensorflow"))};
}

/** The same work for the kernels that check types. */
const checked = ({ddx, tslab}: {ddx: Probe; tslab: Probe}): Row["probes"] => ({ddx, tslab});

const layer = "tf.layers.dense({units: #, inputShape: [4]})";
const loop: Probe = {
  kind: "reply",
  setup: ["let total = 0"],
  code: "for (let i = 0; i < 2e7; i++) total += i;",
  succeeds: true,
  rounds: 3,
};
const loopIn: Row["probes"] = {
  ...all(loop),
  ipykernel: {...loop, setup: ["total = 0"], code: "for i in range(20_000_000): total += i"},
};
const onePlusOne: Probe = {kind: "reply", code: "1 + 1", warm: 5, times: 30, succeeds: true};
const lines: Probe = {kind: "idle", code: 'for (let i = 0; i < 20000; i++) console.log("line", i)', succeeds: true, rounds: 3};
const wrong = (code: string): Probe => ({kind: "seen", code, marker: mistyped, pause: 0.3, warm: 3, times: 10});
const completion: Probe = {kind: "complete", code: "tf.layers.", marker: "dense", warm: 3, times: 10};
const modules: Probe = {...completion, setup: ["import os"], code: "os.path.", marker: "join"};

/** All rows, in the order that they are measured in: what may hang a kernel comes last. */
export const rows: readonly Row[] = [
  {name: "start", title: "start to ready", unit: "ms", goal: {than: "deno", times: 0.6}, probes: all({kind: "ready"})},
  {name: "first", title: "… of it until the first reply", unit: "ms", probes: all({kind: "replied"})},
  {
    name: "memory",
    title: "memory, five seconds after ready (PSS)",
    unit: "MB",
    goal: {than: "tslab", times: 1.5},
    probes: all({kind: "memory", rounds: 3}),
  },
  {name: "reply", title: "`1 + 1`, reply", unit: "ms", goal: {than: "deno", times: 1}, probes: all(onePlusOne)},
  {
    name: "diagnostics",
    title: "a type error, until it is shown",
    unit: "ms",
    goal: {than: "tslab", times: 0.5},
    probes: checked({ddx: wrong('let wrong: number = "#"'), tslab: wrong('let wrong: number = "#"')}),
  },
  {
    name: "layer",
    title: "a cell that builds a tfjs layer, until its result is shown",
    unit: "ms",
    goal: {than: "deno", times: 1},
    probes: withTf({
      kind: "seen",
      code: `const layer = ${layer};\nlayer.name`,
      marker: "dense_",
      warm: 3,
      times: 10,
      succeeds: true,
    }),
  },
  {
    name: "layer-diagnostics",
    title: "… with a type error, until it is shown",
    unit: "ms",
    goal: {most: 30},
    probes: checked(withTf(wrong(`const wrongLayer: number = ${layer};`))),
  },
  {
    name: "completion",
    title: "completion on `tf.layers.` (ipykernel: `os.path.`)",
    unit: "ms",
    goal: {most: 10},
    probes: {...withTf(completion), ipykernel: modules},
  },
  {
    name: "loop-20",
    title: "2e7 iterations over an earlier cell's variable, Node 20",
    unit: "ms",
    goal: {than: "deno", times: 5},
    node: 20,
    probes: loopIn,
  },
  {
    name: "loop-24",
    title: "2e7 iterations over an earlier cell's variable, Node 24",
    unit: "ms",
    goal: {than: "deno", times: 3},
    node: 24,
    probes: loopIn,
  },
  {
    name: "lines",
    title: "20 000 log lines, until idle",
    unit: "ms",
    goal: {most: 300},
    probes: {...all(lines), ipykernel: {...lines, code: 'for i in range(20000): print("line", i)'}},
  },
];
