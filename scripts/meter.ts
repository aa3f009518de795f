/** One line of progress on stderr that is replaced in place on a terminal, and left out where nobody watches. */
export interface Meter {
  /** Replaces the line; a share from 0 to 1 is drawn as a bar behind it. */
  show(line: string, share?: number): void;
  /** Clears the line. */
  done(): void;
}

/** Opens a line of progress. */
export function meter(stream: NodeJS.WriteStream = process.stderr): Meter {
  const clear = "\r\x1b[2K";
  const fit = (line: string) => line.slice(0, (stream.columns ?? 80) - 1);
  return {
    show: (line, share) => void (stream.isTTY && stream.write(clear + fit(share === undefined ? line : `${bar(share)} ${line}`))),
    done: () => void (stream.isTTY && stream.write(clear)),
  };
}

/** A share from 0 to 1 as a bar with its per cent: `━━━━━━━━──────────────── 33 %`. */
export function bar(share: number, {width = 24}: {width?: number} = {}): string {
  const known = Math.min(1, Math.max(0, share));
  const full = Math.round(known * width);
  return `${"━".repeat(full)}${"─".repeat(width - full)} ${String(Math.floor(known * 100)).padStart(3)} %`;
}
