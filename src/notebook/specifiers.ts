const registry = /^(npm|jsr):\/?((?:@[^/@]+\/)?[^/@]+)(@[^/]*)?(\/.*)?$/;

/** A module's name as Node knows it: `npm:chalk@5/x`, which is Deno's spelling, is `chalk/x`, and `jsr:@std/path@1` is `@std/path`. */
export function plainSpecifier(specifier: string): string {
  const [, , name, , inside = ""] = registry.exec(specifier) ?? [];
  return name === undefined ? specifier : name + inside;
}

/** A text with the names of the modules that it imports as Node knows them, and spaces behind those that became shorter: all else stays at its place. */
export const withPlainSpecifiers = (text: string): string =>
  text.replace(
    /\b(from|import)(\s*(?:\(\s*)?)(["'])((?:npm|jsr):[^"'\n]+)\3/g,
    (whole, word: string, gap: string, quote: string, name: string) =>
      `${word}${gap}${quote}${plainSpecifier(name)}${quote}`.padEnd(whole.length),
  );

/** What a person reads of a module that is not there, and what to do about it; nothing for what is neither a package, a file nor an address. */
export function missingModule(specifier: string, {folder}: {folder: string}): string | undefined {
  if (/^https?:/.test(specifier))
    return `expected a package or a file, got the address ${specifier}; install the package, or save the module beside the notebook`;
  if (/^\.{0,2}\//.test(specifier)) return `cannot find the module '${specifier}' from ${folder}`;
  const [, from, named, version = ""] = registry.exec(specifier) ?? [];
  const name = packageName(named ?? specifier);
  if (!/^[@a-z]/i.test(name) || /^\w+:/.test(name)) return undefined;
  const add = from === "jsr" ? "npx jsr add" : "npm install";
  return `cannot find package '${name}' from ${folder}; ${add} ${name}${version} there adds it`;
}

/** Whether an error's message is about a module, or about the package that it is from. */
export const isAbout = (specifier: string, message: string): boolean =>
  [`'${specifier}'`, `"${specifier}"`, `'${packageName(plainSpecifier(specifier))}'`, ` ${specifier};`].some((word) =>
    message.includes(word),
  );

/** The package of a module. */
export const packageName = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
