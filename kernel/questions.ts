import type {Answer, Report} from "./protocol.js";
import type {Publish} from "./reports.js";
import type {Runners} from "./runners.js";
import type {Running} from "./runs.js";

type Asked = Extract<Report, {type: "ask"}>;

/** What the person was asked and has yet to answer; one question at a time, as front ends have it. */
export class Questions {
  readonly #waiting: {asked: Asked; run: Running}[] = [];

  constructor(
    private readonly publish: Publish,
    private readonly runners: Runners,
  ) {}

  /** Asks the client of the run's request, when it lets itself be asked. */
  ask(asked: Asked, run: Running): void {
    if (!run.asks) return this.#pass(asked, {refused: "this front end does not take input; it was told so by allow_stdin"});
    this.#waiting.push({asked, run});
    if (this.#waiting.length === 1) this.#next();
  }

  /** Takes the answer to the question that was asked last. */
  answer(text: string): void {
    const first = this.#waiting.shift();
    if (first) this.#pass(first.asked, {text});
    this.#next();
  }

  /** Nobody waits for the answers of a run that has ended. */
  forget(cell: number): void {
    const [first] = this.#waiting;
    const kept = this.#waiting.filter(({run}) => run.cell !== cell);
    this.#waiting.splice(0, this.#waiting.length, ...kept);
    if (kept[0] !== first) this.#next();
  }

  #next(): void {
    const [first] = this.#waiting;
    if (!first) return;
    const {prompt, password} = first.asked.question;
    this.publish({type: "input_request", content: {prompt, password}, parent: first.run.parent, to: "stdin"});
  }

  #pass({id, question}: Asked, answer: Answer): void {
    if (question.blocking) this.runners.answer(id, answer);
    else this.runners.send({type: "answer", id, answer}).catch(() => undefined);
  }
}
