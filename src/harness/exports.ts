type Namespace = Record<string, unknown>;

/** A module's exports with those of a CommonJS module that its default export has; throws for a name that neither has. */
export function exportsOf(namespace: Namespace, {specifier, names}: {specifier: string; names: readonly string[]}): Namespace {
  const inner = isCommonJs(namespace) ? (Object(namespace["default"]) as Namespace) : {};
  const missing = names.find((name) => !(name in namespace) && !(name in inner));
  if (missing !== undefined) throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${missing}'`);
  return new Proxy(namespace, {get: (_, name: string) => (name in namespace ? namespace[name] : inner[name])});
}

const isCommonJs = (namespace: Namespace): boolean =>
  "module.exports" in namespace ||
  (typeof namespace["default"] === "object" && "__esModule" in namespace) ||
  !isFrozenEmpty(namespace["default"]);

// Node 20 does not mark CommonJS namespaces: any object or function as default export may be one.
const isFrozenEmpty = (value: unknown) =>
  value === undefined || value === null || (typeof value !== "object" && typeof value !== "function");
