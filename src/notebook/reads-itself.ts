interface ClassNode {
  body?: {start: number; end: number; body: readonly {type: string; static?: boolean}[]};
}

/** Whether a class may need its own name before it is finished: in a static initialiser. */
export function readsItself({name, node}: {name: string; node: unknown}, source: string): boolean {
  const {body} = node as ClassNode;
  if (!body?.body.some(({type, static: shared}) => type === "StaticBlock" || shared)) return false;
  const alone = new RegExp(`(?<![\\p{ID_Continue}$])${name.replaceAll("$", "\\$")}(?![\\p{ID_Continue}$])`, "u");
  return alone.test(source.slice(body.start, body.end));
}
