import {analyse} from "../src/notebook/cell.js";
import {cellMode, type CheckMode} from "./check-mode.js";
import type {Language, TypeProblem} from "./language.js";
import {problemsBundle, problemsFailure} from "./problems.js";
import type {Failure} from "./protocol.js";
import type {Publish} from "./reports.js";
import type {Running} from "./runs.js";

/** Checks the types of cells, each as it says itself (`//| check: block`), else as `mode` has it. */
export class Checker {
  readonly #settled = new Map<unknown, Promise<void>>();
  #warm = false;

  constructor(
    private readonly language: Language,
    private readonly options: {publish: Publish; mode: () => CheckMode},
  ) {}

  /** Begins to check a cell that is about to run; resolves to what keeps it from running. */
  async begin(code: string, run: Running): Promise<Failure | undefined> {
    const mode = run.silent ? "off" : (ownMode(code) ?? this.options.mode());
    if (mode === "off") return undefined;
    if (mode === "block") {
      const found = await this.language.check(code);
      return found.length > 0 ? problemsFailure(found, run.label) : undefined;
    }
    const said = later(() => this.language.check(code)).then((found) => this.#warn(found, {code, run}));
    void said.then(() => (this.#warm = true));
    this.#settled.set(run.parent, said);
    return undefined;
  }

  /** Resolves when what there is to say about the cell of a request was said; undefined when there is nothing to wait for. */
  settled(parent: unknown): Promise<void> | undefined {
    const settled = this.#settled.get(parent);
    this.#settled.delete(parent);
    const late = () => new Promise<void>((resolve) => setTimeout(resolve, this.#warm ? patience : haste).unref());
    return settled && Promise.race([settled, late()]);
  }

  /** A cell has run: what it declares is known from now on. */
  commit(cell: {number: number; source: string}): void {
    void later(() => this.language.commit(cell));
  }

  #warn(problems: readonly TypeProblem[], {code, run: {label, parent}}: {code: string; run: Running}): void {
    if (problems.length === 0) return;
    const bundle = problemsBundle(problems, {label, source: code});
    this.options.publish({type: "display_data", content: {...bundle, transient: {}}, parent});
  }
}

/** Behind what is to be done at once: the cell itself goes first. */
const later = <T>(work: () => Promise<T>): Promise<T> => new Promise<void>(setImmediate).then(work);

/** Milliseconds that the end of a cell may wait for its type errors; the compiler's first look takes longer than clients wait in silence. */
const patience = 2000;
const haste = 50;

const ownMode = (code: string): CheckMode | undefined => (code.includes("//|") ? cellMode(analyse(code).directives) : undefined);
