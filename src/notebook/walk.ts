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
  if (Array.isArray(tree)) return tree.forEach((child) => walk(child, visit));
  if (typeof tree !== "object" || tree === null) return;
  if ("start" in tree) visit(tree as Node);
  for (const [key, child] of Object.entries(tree)) if (key !== "range" && typeof child === "object") walk(child, visit);
}
