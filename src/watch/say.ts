import {writeSync} from "node:fs";

/** Writes to standard error at once, also while the process ends. */
export function say(text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0)
    try {
      rest = rest.subarray(writeSync(2, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
}

/** How text for standard error is laid out. */
export const look = (): {colour: boolean; width: number} => ({
  colour: process.stderr.isTTY === true && !process.env["NO_COLOR"],
  // A terminal that does not know its width says 0.
  width: Math.min(process.stderr.columns || 100, 120),
});

/** Words in a colour or weight of the terminal, where standard error is one. */
export const paint = (code: number, words: string): string => (look().colour ? `\u001b[${code}m${words}\u001b[0m` : words);
