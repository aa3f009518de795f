import {assertFindings, findingsIn, type Expectation} from "./findings.js";
import {recorded} from "./recorder.js";

/** Asserts the findings in a value that a cell shows and in what it displayed before; gives the value back. */
export async function shown<T>(value?: T, expectation: Expectation = {}): Promise<T> {
  assertFindings(findingsIn([...(await recorded()), value]), expectation);
  return value as T;
}
