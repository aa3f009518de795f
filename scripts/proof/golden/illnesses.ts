import type {Case, Verdict} from "../../../src/index.js";
import type {Programme} from "../healthy/network.js";
import type {Problem} from "../healthy/problem.js";
import {deaf, shuffledApart} from "./deafness.js";
import {answersInLayer, copiedRows, learnedColumn, pathFromColumn, trainedBefore} from "./leaks.js";
import type {Drawn} from "./program.js";
import {deadUnits, noRate, softmaxOnOne, wrongRange} from "./unfit.js";

/** An illness of one strength that a golden test is to see. */
export interface Illness {
  check: string;
  title: string;
  /** The verdict that is to come in four of five, where the check promises to see it. */
  goalOf?: Verdict;
  /** True for programs that can have it. */
  fits: (problem: Problem, programme: Programme) => boolean;
  harm: (drawn: Drawn) => Case | Promise<Case>;
}

const isTable = ({body}: Problem): boolean => body === "table";
const isClasses = ({body, title}: Problem): boolean => body === "table" && /blobs|moons/.test(title);
const isBinary = (problem: Problem): boolean => isClasses(problem) && problem.output.units === 1;
const isRegression = ({body, title}: Problem): boolean => body === "table" && title.startsWith("surface");

const shuffled = (title: string, harm: Illness["harm"], goalOf?: Verdict): Illness => ({
  check: "learns-shuffled-labels",
  ...{title, harm, goalOf, fits: isClasses},
});

const ignoring = (title: string, harm: Illness["harm"], goalOf?: Verdict): Illness => ({
  check: "ignores-labels",
  ...{title, harm, goalOf, fits: isClasses},
});

const memorising = (title: string, {fits, harm, goalOf = "fail"}: Pick<Illness, "fits" | "harm" | "goalOf">): Illness => ({
  check: "cannot-memorise",
  ...{title, fits, harm, goalOf},
});

/** Illnesses of several strengths; the golden test on shuffled labels sees only what carries the right answers past the permutation, so that its last two here are for others to see. */
export const illnesses: readonly Illness[] = [
  ...[0.1, 0.25, 0.5, 1].map((share) =>
    shuffled(`a layer holds the answers of ${100 * share} % of the held-out rows`, answersInLayer(share), share === 1 ? "fail" : undefined),
  ),
  ...[0.1, 0.25, 0.5, 1].map((share) =>
    shuffled(
      `weights were fitted to ${100 * share} % of the held-out rows before, and are tuned at a tenth of the rate`,
      trainedBefore(share),
    ),
  ),
  ...[0.25, 0.5, 1].map((chance) =>
    shuffled(
      `a path from a column that holds the label with a chance of ${chance}`,
      pathFromColumn(chance),
      chance === 1 ? "fail" : undefined,
    ),
  ),
  shuffled("a column that holds the label, and must be learned", learnedColumn),
  shuffled("all held-out rows are training rows", copiedRows),
  ...[0.5, 0.9, 1].map((share) =>
    ignoring(`the loss reads no target of ${100 * share} % of the rows`, deaf(share), share === 1 ? "fail" : undefined),
  ),
  ...[0.5, 0.9, 1].map((share) => ignoring(`the targets of ${100 * share} % of the rows are shuffled`, shuffledApart(share))),
  memorising("a softmax on one unit", {fits: isBinary, harm: softmaxOnOne}),
  memorising("a rate of zero", {fits: isTable, harm: noRate, goalOf: "warn"}),
  memorising("a first layer of dead relus", {fits: isTable, harm: deadUnits}),
  memorising("a sigmoid before targets from -2 to 2", {fits: isRegression, harm: wrongRange}),
];
