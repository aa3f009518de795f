import type {Dataset, TensorLike} from "../case.js";
import {derive, random} from "../math/random.js";
import {beside, blurred} from "./teacher/factors.js";
import {encode, room} from "./teacher/encode.js";
import {openLesson, type Lesson} from "./teacher/lessons.js";
import {refuseMisuse} from "./teacher/misuse.js";
import {isTokens, size, type Block, type TeacherOptions} from "./teacher/options.js";
import {bounded} from "./teacher/targets.js";

/**
 * A set of the shapes of any architecture, easy for any sound one: a few hidden factors draw both the inputs (prototypes in vectors; brightness, smooth
 * patterns and textures in pictures; level, trend and waves in series; frequent ids in texts) and the targets (balanced classes; the tanh of a factor's
 * direction). Several inputs each show the factors, differently blurred.
 */
export function teacher({inputs, rows = 500, seed = 1, draw = 0, noise = 1, ...rest}: TeacherOptions): Dataset {
  const targets = "outputs" in rest ? rest.outputs : [rest];
  refuseMisuse({inputs, targets, rows});
  const lessons = targets.map((target, i) =>
    openLesson(target, {seed: derive(seed, "target", i), rows, room: inputs.reduce((sum, input) => sum + room(input), 0)}),
  );
  const stream = (...words: (string | number)[]) => random(derive(derive(seed, "draw", draw), ...words));
  const taught = lessons.map((lesson, i) => lesson.teach(rows, stream("factors", i)));
  const factors = beside(taught.map((one) => one.factors));
  const blur = inputs.length > 1 ? 0.5 * noise : 0;
  const echoes = lessons.some(({echo}) => echo);
  const blocks = inputs.map((input, i) =>
    encode(input, {
      factors: blurred(factors, {by: blur, draw: stream("blur", i)}),
      world: random(derive(seed, "input", i)),
      draw: stream("noise", i),
      noise: echoes ? noise / 5 : noise,
    }),
  );
  const echoed = pair(lessons, {blocks, numeric: inputs.map((input) => !isTokens(input))});
  const x = blocks.map((block, i) => bounded(block, lessons[echoed.indexOf(i)]?.echo));
  const y = lessons.map((lesson, i) => (lesson.echo ? {values: x[echoed[i]!]!.values, row: lesson.row} : taught[i]!.answers));
  return {x: written(x, rows), y: written(y, rows)};
}

/** For each reconstruction the input that it shows again, of its size and taken by none before if there is one; −1 for the others. */
function pair(lessons: readonly Lesson[], {blocks, numeric}: {blocks: readonly Block[]; numeric: readonly boolean[]}): number[] {
  const free = new Set(blocks.keys());
  return lessons.map((lesson) => {
    const fits = [...blocks.keys()].filter((i) => lesson.echo && numeric[i] && size(blocks[i]!.row) === size(lesson.row));
    const found = fits.find((i) => free.has(i)) ?? fits[0] ?? -1;
    free.delete(found);
    return found;
  });
}

/** One tensor, or a list of several. */
function written(blocks: readonly Block[], rows: number): TensorLike | TensorLike[] {
  const all = blocks.map(({values, row}) => ({values, shape: [rows, ...row]}));
  return all.length === 1 ? all[0]! : all;
}
