import type {Report} from "./protocol.js";

type Piece = Extract<Report, {type: "stream"}>;

const interval = 10;
const size = 65_536;

/** Puts what is printed in quick succession together, so that a line a time does not cost a message each; what comes between keeps its place. */
export class Streams {
  #pending: (Omit<Piece, "text"> & {texts: string[]; length: number}) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly pass: (piece: Piece) => void) {}

  /** Takes a piece. */
  add({text, ...piece}: Piece): void {
    if (this.#pending && (this.#pending.cell !== piece.cell || this.#pending.name !== piece.name)) this.flush();
    this.#pending ??= {...piece, texts: [], length: 0};
    this.#pending.texts.push(text);
    this.#pending.length += text.length;
    if (this.#pending.length >= size) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), interval);
  }

  /** Passes on what is held back; called before anything that has to come behind it. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    this.#pending = undefined;
    if (!pending) return;
    const {texts, length: _, ...piece} = pending;
    this.pass({...piece, text: texts.join("")});
  }
}
