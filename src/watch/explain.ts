import type {Case} from "../case.js";
import type {Finding} from "../finding.js";

/** What a fit threw, and what it was given. */
export interface Thrown {
  error: {name: string; message: string};
  subject: Partial<Case>;
}

/** The finding that an error of tfjs comes down to; undefined where nothing better can be said than the error itself. */
export const explainThrown: (thrown: Thrown) => Promise<Finding | undefined> = async () => undefined;
