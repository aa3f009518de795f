import {assertFindings, findingsIn, type Expectation} from "./findings.js";
import {observe, recorded} from "./recorder.js";

/** Asserts the findings in a value that a cell shows and in what it displayed before; gives the value back. */
export async function shown<T>(value?: T, expectation: Expectation = {}): Promise<T> {
  const displayed = await recorded();
  observe({result: value});
  assertFindings(findingsIn([...displayed, value]), expectation);
  return value as T;
}
