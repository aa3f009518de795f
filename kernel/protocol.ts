import type {Bundle} from "../src/display/bundle.js";

/** What the supervisor asks of a runner. */
export type Order =
  | {type: "run"; cell: number; label: string; code: string; map: string; url: string; shows: boolean}
  | {type: "look"; id: number; expression: string; want: "members" | "description"; detailed?: boolean}
  | {type: "interrupt"; number: number}
  | {type: "answer"; id: number; answer: Answer}
  | ({type: "comm"; cell: number} & CommMessage);

/** What a runner tells the supervisor; `cell` is the number of the run that it comes from, however late. */
export type Report =
  | {type: "ready"}
  | {type: "stream"; cell: number; name: "stdout" | "stderr"; text: string}
  | {type: "show"; cell: number; bundle: Bundle; id?: string; update?: boolean}
  | {type: "clear"; cell: number; wait: boolean}
  | {type: "result"; cell: number; bundle: Bundle}
  | {type: "late"; cell: number; failure: Failure}
  | {type: "done"; cell: number; failure?: Failure}
  | {type: "payload"; cell: number; payload: Payload}
  | {type: "ask"; cell: number; id: number; question: Question}
  | ({type: "comm"; cell: number} & CommMessage)
  | {type: "stopped"; number: number}
  | {type: "seen"; id: number; members?: readonly Member[]; bundle?: Bundle};

/** What a person is asked for while a cell runs. */
export interface Question {
  /** The text before the answer. */
  prompt: string;
  /** Whether the answer is not to be shown. */
  password: boolean;
  /** The code stands still until the answer is there. */
  blocking: boolean;
}

/** What was answered, or why nobody could be asked. */
export type Answer = {text: string} | {refused: string};

/** One of Jupyter's comm messages, which connect an object here with one in the front end. */
export interface CommMessage {
  /** What it does to the connection. */
  kind: "open" | "msg" | "close";
  /** The connection. */
  id: string;
  /** Who is to take it up, when it opens. */
  target?: string;
  /** JSON. */
  data: unknown;
  /** Hints. */
  metadata?: Record<string, unknown>;
}

/** What a reply has a front end do: show a page of text, or put text into the next cell. */
export type Payload =
  {source: "page"; data: Record<string, unknown>; start: number} | {source: "set_next_input"; text: string; replace: boolean};

/** Something that was thrown. */
export interface Failure {
  /** The error's name, or `Thrown` for what is no error. */
  name: string;
  /** Its message. */
  message: string;
  /** Frames, the innermost first, such as `at f (cell 3, line 2:7)`. */
  frames: readonly string[];
  /** The error's `cause`, or the errors of an `AggregateError`. */
  causes: readonly Failure[];
}

/** A property or a name in scope. */
export interface Member {
  /** The name. */
  name: string;
  /** What it is, as Jupyter's front ends know it: `function`, `class`, `instance`, `keyword`, `property`. */
  type: string;
}

/** How a place in a cell is written in frames: cell, 1-based line and column. */
export const placePattern = /cell (\d+), line (\d+):(\d+)/;
