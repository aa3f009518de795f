import * as tf from "@tensorflow/tfjs";
import type {Case} from "../../../src/index.js";
import {derive, random} from "../../../src/math/random.js";
import {drawFrom} from "../healthy/draw.js";
import {learns, type Halves} from "../healthy/learns.js";
import {drawNetwork, type Programme} from "../healthy/network.js";
import {halved} from "../healthy/open.js";
import {drawProblem, type Problem} from "../healthy/problem.js";

/** A random program in memory. */
export interface Drawn {
  title: string;
  problem: Problem;
  programme: Programme;
  halves: Halves;
  subject: Case;
}

/** Which program is drawn: its seed and stream, which are taken, and how many rows it has to spare. */
interface Wanted {
  seed: number;
  stream: string;
  fits?: (problem: Problem, programme: Programme) => boolean;
  spare?: number;
}

/** Whether programs are taken and learn: one may be made sick in many ways. */
const learners = new Map<string, boolean>();

/** Share of programs of a kind that are left out, since they take most of the time: recurrent ones, those that normalise layers, and those of many steps. */
function shareLeftOut({x}: Pick<Problem, "x">, {title, fit}: Programme): number {
  if (/gru|lstm/.test(title)) return 0.98;
  return /layer norm/.test(title) || stepsOf({x, fit}) > 60 ? 0.97 : 0;
}

/** Steps of a fit on three quarters of some rows. */
export const stepsOf = ({x, fit}: Pick<Problem, "x"> & Pick<Programme, "fit">): number => (0.75 * x.length * fit.epochs) / fit.batchSize;

/** The program of a seed; undefined for one that is left out, is not of the kind that is wanted, or does not learn. */
export async function withLearner<T>(
  {seed, stream, fits = () => true, spare = 0}: Wanted,
  look: (drawn: Drawn) => Promise<T>,
): Promise<T | undefined> {
  const key = [stream, seed, spare, fits.name].join();
  if (learners.get(key) === false) return undefined;
  const draw = drawFrom(random(derive(seed, stream)), {spare});
  const problem = drawProblem(draw);
  const programme = drawNetwork(problem, draw);
  const isTaken = !draw.chance(shareLeftOut({x: problem.x.slice(spare)}, programme)) && fits(problem, programme);
  if (!isTaken) return void learners.set(key, false);
  const halves = halved(problem, {spare});
  try {
    const isLearner = learners.get(key) ?? (await learns({problem, programme, halves}, {tuned: false}));
    learners.set(key, isLearner);
    if (!isLearner) return undefined;
    const subject = {model: () => programme.model(), train: halves.train, validation: halves.held, fit: programme.fit, seed};
    return await look({title: `${problem.title}; ${programme.title}`, problem, programme, halves, subject});
  } finally {
    tf.dispose([halves.train.x, halves.train.y, halves.held.x, halves.held.y]);
  }
}
