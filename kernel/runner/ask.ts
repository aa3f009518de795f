import type {Answer} from "../protocol.js";
import {standStill} from "./interrupt.js";
import {currentRun, tell} from "./run.js";

const waiting = new Map<number, (answer: Answer) => void>();
let asked = 0;

/** Asks the person for a line of text. */
export async function input(text: unknown = "", {password = false}: {password?: boolean} = {}): Promise<string> {
  const id = ++asked;
  return textOf(
    await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      ask(id, {prompt: String(text), password, blocking: false});
    }),
  );
}

/** Hands an answer to the code that awaits it. */
export function hearAnswer(id: number, answer: Answer): void {
  waiting.get(id)?.(answer);
  waiting.delete(id);
}

/** A browser's `prompt`: the code stands still until there is an answer; an empty one is `preset`. */
export function prompt(text: unknown = "", preset: unknown = null): string | null {
  const answer = standingStill(`${String(text)}${preset === null ? "" : ` [${String(preset)}]`} `);
  return answer === "" && preset !== null ? String(preset) : answer;
}

/** A browser's `alert`: shows a text and stands still until it was seen. */
export const alert = (text: unknown = ""): void => void standingStill(`${String(text)} [Enter] `);

/** A browser's `confirm`: whether the answer begins with a y. */
export const confirm = (text: unknown = ""): boolean => /^\s*y/i.test(standingStill(`${String(text)} [y/N] `));

function standingStill(text: string): string {
  const id = ++asked;
  return textOf(standStill(id, () => ask(id, {prompt: text, password: false, blocking: true})));
}

function ask(id: number, question: {prompt: string; password: boolean; blocking: boolean}): void {
  tell({type: "ask", cell: currentRun()?.cell ?? 0, id, question});
}

function textOf(answer: Answer): string {
  if ("text" in answer) return answer.text;
  throw Object.assign(new Error(answer.refused), {name: "StdinNotImplementedError"});
}
