import type {Source} from "../finding.js";

/** An error message of tfjs that is understood; plain JSON, so that lists of them can be kept in files. */
export interface KnownError {
  /** Regular expression that the message is searched with (`.` spans lines); its named groups fill `{name}` in the other texts. */
  pattern: string;
  /** Regular expression that the stack must match too, for a message that says too little itself. */
  stack?: string;
  /** What happened, in a few words. */
  title: string;
  /** Why it happens, with `{name}` where the message's own figures go. */
  cause: string;
  /** What to do about it. */
  fix: string;
  /** The check of ddx to run next. */
  check?: string;
  /** Where tfjs throws it, or the issue that is about it. */
  source: Source;
  /** `certain`: nothing else gives this message; `likely`: the usual cause; `possible`: one of several. */
  certainty: "certain" | "likely" | "possible";
}

/** What an error message means; plain JSON. */
export interface Explanation {
  /** The first line of the message that was understood. */
  message: string;
  /** What happened, in a few words. */
  title: string;
  /** Why, with the message's own figures and shapes. */
  cause: string;
  /** What to do. */
  fix: string;
  /** The check of ddx to run next. */
  check?: string;
  /** Where tfjs throws it, or the issue that is about it. */
  source: Source;
  /** How sure the cause is. */
  certainty: "certain" | "likely" | "possible";
}
