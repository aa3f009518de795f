const quoted = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[^])*`/g;

/** A text without its comments and whole strings, which stand for nothing that could be nested; what is left open stays. */
export const bare = (source: string): string => source.replace(quoted, " ");
