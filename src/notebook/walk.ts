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

/** Calls back for `tree`, an array of trees, and each node below, parents first. */
export function walk(tree: unknown, visit: (node: Node) => void): void {
  if (typeof tree !== "object" || tree === null) return;
  if (Array.isArray(tree)) {
    for (const child of tree) walk(child, visit);
    return;
  }
  const node = tree as Node & Record<string, unknown>;
  if (node.start !== undefined) visit(node);
  // All of a notebook's cells come by here many times: no lists of entries are made.
  for (const key in node) if (key !== "range" && typeof node[key] === "object") walk(node[key], visit);
}
