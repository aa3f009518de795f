/** One line of progress on stderr that is replaced in place on a terminal, and left out where nobody watches. */
export interface Meter {
  show(line: string): void;
  done(): void;
}

/** Opens a line of progress. */
export function meter(stream: NodeJS.WriteStream = process.stderr): Meter {
  const clear = "\r\x1b[2K";
  return {
    show: (line) => void (stream.isTTY && stream.write(clear + line.slice(0, (stream.columns ?? 80) - 1))),
    done: () => void (stream.isTTY && stream.write(clear)),
  };
}
