import {encodeGrid} from "./grids.js";
import {isTokens, size, type Block, type Encoding, type TeacherInput} from "./options.js";
import {encodeTokens} from "./tokens.js";
import {encodeVector} from "./vectors.js";

/** Shows factors in an input's own way. */
export function encode(input: TeacherInput, encoding: Encoding): Block {
  if (isTokens(input)) return encodeTokens(input, encoding);
  return input.length < 2 ? encodeVector(input, encoding) : encodeGrid(input, encoding);
}

/** How many factors an input can show apart: in pictures and series the levels of the channels, and a pattern. */
export const room = (input: TeacherInput): number => (isTokens(input) ? 8 : input.length > 1 ? input.at(-1)! + 1 : size(input));
