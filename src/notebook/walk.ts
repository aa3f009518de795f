/** A part of a tree. */
export interface Node {
  /** What it is, in TS-ESTree's terms. */
  type: string;
  /** Offset. */
  start: number;
  /** Offset behind it. */
  end: number;
  /** Both. */
  range?: [number, number];
}

const programs = new WeakMap<object, readonly Node[]>();

/** Calls back for `tree`, an array of trees, and each node below, parents first. A whole program is gone through once: it must not get other nodes afterwards. */
export function walk(tree: unknown, visit: (node: Node) => void): void {
  if (!isProgram(tree)) return descend(tree, visit);
  let nodes = programs.get(tree);
  if (!nodes) {
    const found: Node[] = [];
    descend(tree, (node) => void found.push(node));
    programs.set(tree, (nodes = found));
  }
  for (const node of nodes) visit(node);
}

const isProgram = (tree: unknown): tree is Node => (tree as Partial<Node> | null | undefined)?.type === "Program";

function descend(tree: unknown, visit: (node: Node) => void): void {
  if (typeof tree !== "object" || tree === null) return;
  if (Array.isArray(tree)) {
    for (const child of tree) descend(child, visit);
    return;
  }
  const node = tree as Node & Record<string, unknown>;
  if (node.start !== undefined) visit(node);
  // All of a notebook's cells come by here: no lists of entries are made.
  for (const key in node) if (key !== "range" && typeof node[key] === "object") descend(node[key], visit);
}
