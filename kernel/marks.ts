/** What a runner writes to its own streams when a run ends, and the supervisor takes out again. */
export const markOf = (cell: number): string => `\u0000ddx:${cell}\u0001`;

/** Takes the marks out of a stream's text as it comes in pieces: calls back for the text between them and for each mark, in order. */
export function readMarks({text, mark}: {text: (text: string) => void; mark: (cell: number) => void}): (piece: string) => void {
  let rest = "";
  return (piece) => {
    const parts = (rest + piece).split(/(\u0000ddx:\d+\u0001)/);
    const last = parts.pop()!;
    // The beginning of a mark may be all that has come yet.
    const open = /\u0000(?:d(?:d(?:x(?::\d*)?)?)?)?$/.exec(last)?.index ?? last.length;
    rest = last.slice(open);
    for (const part of [...parts, last.slice(0, open)]) {
      const [, cell] = /^\u0000ddx:(\d+)\u0001$/.exec(part) ?? [];
      if (cell !== undefined) mark(Number(cell));
      else if (part !== "") text(part);
    }
  };
}
