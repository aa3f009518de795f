const part = String.raw`[\w.@+~%-]+\/`;

// `/ab/gi` is a regular expression rather than a path.
const posix = new RegExp(String.raw`(?<![\w.:/~)\]}-])~?\/(?:(?:${part}){2,}|${part}(?![dgimsuvy]*(?![\w.-])))`, "g");

const windows = /(?<!\w)[a-z]:(?:\\+|\/)(?:[^\\/:*?"'<>|\s][^\\/:*?"'<>|\r\n]*(?:\\+|\/))*/gi;

const url = /\bfile:\/\/(?:[^\s"'`<>()/]*\/)*/gi;

/** Text in which absolute paths, POSIX or Windows, and `file://` URLs are cut to the name at their end. */
export const maskPaths = (text: string): string =>
  /[\\/]/.test(text) ? [url, windows, posix].reduce((cut, path) => cut.replace(path, ""), text) : text;
