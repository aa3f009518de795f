/** An error that test runners show as a failed assertion, with both sides where there are any. */
export function assertionError(message: string, sides: {actual?: unknown; expected?: unknown} = {}): Error {
  return Object.assign(new Error(message), {name: "AssertionError", ...sides, ...("actual" in sides ? {showDiff: true} : {})});
}
