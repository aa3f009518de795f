/** Something to assert of a value. */
export interface Claim {
  /** The assertion, of the value that stands in the name or the expression `subject`. */
  code: (subject: string) => string;
  /** What speaks for it, for a comment beside it. */
  evidence?: string;
  /** Whether it only holds up if the compiler knows the value's type: it reads the value itself, and not by chai's properties. */
  typed?: boolean;
}

/** What was learned of a value. */
export interface Learned {
  /** What to assert. */
  claims: readonly Claim[];
  /** Of what nothing, or less than one might wish, is asserted. */
  notes: readonly string[];
}

/** How a value is called in a note. */
export const place = (path: string): string => (path === "" ? "the value" : path);

/** An assertion on the value, or on what lies at a path in it as chai writes that. */
export function claim(path: string, {root, inner = root}: {root: string; inner?: string}, more: Omit<Claim, "code"> = {}): Claim {
  const code = (subject: string) =>
    path === "" ? `expect(${subject}).to.${root};` : `expect(${subject}).to.have.${property(path)}.that.${inner};`;
  return {code, ...more};
}

/** That the value, or what lies at a path, equals some code. */
export function equality(path: string, {code, deep}: {code: string; deep: boolean}): Claim {
  const words = deep ? "deep." : "";
  return {
    code: (subject) =>
      path === "" ? `expect(${subject}).to.${words}equal(${code});` : `expect(${subject}).to.have.${words}${property(path, code)};`,
  };
}

const property = (path: string, code?: string): string =>
  `${/[.[]/.test(path) ? "nested." : ""}property(${JSON.stringify(path)}${code === undefined ? "" : `, ${code}`})`;
