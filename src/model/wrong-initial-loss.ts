import {check, type Probe} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {digits} from "../math/digits.js";
import {sources} from "../sources.js";
import {blindGuess, blindName} from "./blind-guess.js";
import {pair, type Pairing} from "./coding.js";

/** The first loss of an output beside that of a guess. */
interface Guess {
  pairing: Pairing;
  /** Loss before the first step, without penalties. */
  first: number;
  /** Loss of the best constant answer. */
  blind: number;
}

/** The same beside what the network gives when it is started by the book. */
interface Start extends Guess {
  /** Losses of the same network started by the book. */
  book: readonly number[];
}

/** The loss before the first step is far above that of a blind guess, and above that of the same network started by the book. */
export const wrongInitialLoss = check(
  {
    name: "wrong-initial-loss",
    stage: "model",
    symptom: "The first loss is far above the logarithm of the number of classes, or above the targets' variance.",
    cause:
      "An untrained network should know nothing; one that is confidently wrong has wildly scaled weights, inputs or targets, or a loss that reads its output in another way.",
    remedy:
      "Start from the default initialisers, standardise inputs and targets, and check that the output's activation is what the loss expects.",
    source: {...sources.karpathy, at: "verify loss @ init"},
    needs: ["train", "network", "probe", "starts"],
  },
  async ({train, network, probe, starts}) => {
    const look = await probe();
    const pairs = pair(network, train).flatMap((pairing) => {
      const blind = blindGuess(pairing);
      const first = look.losses[network.outputs.indexOf(pairing.output)];
      return blind !== undefined && Number.isFinite(blind) && first !== undefined ? [{pairing, first, blind}] : [];
    });
    if (pairs.length === 0) return {verdict: "pass", summary: "no blind guess is known for this loss", evidence: []};
    if (pairs.every(isNear)) return {verdict: "pass", summary: tellOf(pairs[0]!), evidence: [], certainty: "exact"};
    const books = await starts(bookSeeds);
    const judged = pairs.map((start) => judge({...start, book: booksOf(start.pairing, {books, outputs: network.outputs})}));
    return judged.find(({verdict}) => verdict === "fail") ?? judged.find(({verdict}) => verdict === "warn") ?? judged[0]!;
  },
);

/** Starts by the book that a first loss is compared with. */
const bookSeeds = 5;

/**
 * How many times the blind guess, and the worst start by the book, a first loss may be. Squared errors vary far more between healthy starts than cross-entropies:
 * with a factor of 3, 7 of 150 regressions under He's start failed and a third of the linear ones warned.
 */
const factors = {crossentropy: 3, distance: 10};

/** True for a first loss that needs no excuse: that of a guess, or little above it. */
function isNear({pairing, first, blind}: Guess): boolean {
  if (isCrossEntropy(pairing) && first < -1e-3) return false;
  return first <= factorOf(pairing) * Math.max(blind, 1e-3);
}

const isCrossEntropy = ({output}: Pairing): boolean => /rossentropy|CrossEntropy/.test(output.loss);

const factorOf = (pairing: Pairing): number => (isCrossEntropy(pairing) ? factors.crossentropy : factors.distance);

const tellOf = ({pairing, first, blind}: Guess): string =>
  `the first loss is ${digits(first)}; ${blindName(pairing)} scores ${digits(blind)}`;

const booksOf = ({output}: Pairing, {books, outputs}: {books: readonly Probe[]; outputs: readonly unknown[]}): number[] =>
  books.map(({losses}) => losses[outputs.indexOf(output)]!);

function judge(start: Start): {verdict: "pass" | "warn" | "fail"; summary: string; evidence: Evidence[]; certainty: "exact"} {
  const {pairing, first, book} = start;
  const told = tellOf(start);
  const evidence = [show(start)];
  const worst = Math.max(...book);
  if (isNear(start)) return {verdict: "pass", summary: told, evidence: [], certainty: "exact"};
  if (!Number.isFinite(first)) return {verdict: "fail", summary: told, evidence, certainty: "exact"};
  if (isCrossEntropy(pairing) && first < 0)
    return {verdict: "fail", summary: `${told}, and none can be below 0`, evidence, certainty: "exact"};
  const beyond = first > factorOf(pairing) * worst;
  return {
    verdict: beyond ? "fail" : "warn",
    summary: `${told}, and the same network started by the book at most ${digits(worst)}${beyond ? "" : ": not the weights but the data or the output are to blame"}`,
    evidence,
    certainty: "exact",
  };
}

function show({first, blind, book}: Start): Evidence {
  return {
    kind: "table",
    label: "loss before the first step",
    columns: ["network", "loss"],
    rows: [
      ["yours", num(first)],
      ["a blind guess", num(blind)],
      ...book.map((loss, i): [string, ReturnType<typeof num>] => [`started by the book, seed ${i + 1}`, num(loss)]),
    ],
  };
}
