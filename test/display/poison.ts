const fixed = new Set(["kind", "verdict", "stage", "axis", "scale", "certainty"]);

/** A copy in which every free text is the payload. */
export function poison<T>(value: T, payload: string): T {
  if (Array.isArray(value)) return value.map((item) => (typeof item === "string" ? payload : poison(item, payload))) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      fixed.has(key) ? inner : typeof inner === "string" ? payload : poison(inner, payload),
    ]),
  ) as T;
}

/** The tags of an HTML text with the names of their attributes, as a browser reads quoted attributes. */
export const tagsOf = (html: string): string[] =>
  [...html.matchAll(/<([a-z!/][^\s>]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>/gi)].map(([, name, attributes]) =>
    [name, ...[...attributes!.matchAll(/([\w-]+)\s*=\s*"[^"]*"/g)].map(([, attribute]) => attribute)].join(" "),
  );
