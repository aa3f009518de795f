import {check, type Bank, type FitRecord, type Network} from "../check.js";
import {num, type Evidence, type Observation} from "../finding.js";
import {digits} from "../math/digits.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {outcome, percent, sharedRuns} from "../trial/outcome.js";
import {thin} from "../trial/thin.js";
import {ratesOf} from "./not-trained.js";
import {gates} from "./remedy.js";

/** How many times a rate must fall for training to count as starved, and rise for it to be blamed for a loss that rises with it. */
const factors = {starved: 30, risen: 3};

/** How many times its best a loss must be at the end to count as blown up: what `divergence` and noise leave between them. */
const blown = 2;

/** The recorded learning rate falls to next to nothing while much is left to learn, or rises and takes the loss with it. */
export const badSchedule = check(
  {
    name: "bad-schedule",
    stage: "training",
    symptom: "The loss stops falling in the very epochs in which the learning rate drops, or jumps up when the rate does.",
    cause: "The schedule lowers the rate long before the network has learned, or raises it beyond what the network bears.",
    remedy:
      "Train at a constant rate first; then lower the rate only when the validation loss has stopped falling, by a factor of 2 to 10.",
    source: {...sources.goodfellow, at: "section 8.3.1, sufficient conditions on the learning rate"},
    explains: ["flat-loss", "divergence", "oscillating-loss", "overfitting", "growing-weight-norms"],
    needs: ["history"],
    wants: ["bank", "network"],
    work: () => ({runs: sharedRuns}),
  },
  async ({history, bank, network}) => {
    const rates = ratesOf(history);
    if (!rates || rates.length !== history.loss.length || !rates.every((rate) => rate >= 0))
      return {verdict: "skip", summary: "needs the learning rate of each epoch in the history, as lr or learning_rate", evidence: []};
    return raised(history, rates) ?? (await starved(history, {rates, bank, network}));
  },
);

function raised({loss, ...rest}: FitRecord, rates: readonly number[]): Observation | undefined {
  const best = loss.reduce((least, value, epoch) => (value < loss[least]! ? epoch : least), 0);
  const last = loss.length - 1;
  const [from, to] = [rates[best]!, rates[last]!];
  const worse = !(loss[last]! <= blown * loss[best]!) && loss[best]! > 0;
  if (!worse || !(to > factors.risen * from)) return undefined;
  return {
    verdict: "fail",
    summary: `the rate rises from ${digits(from)} in epoch ${best + 1} to ${digits(to)} in epoch ${last + 1}, and the loss from ${digits(loss[best]!)} to ${digits(loss[last]!)} (at most ${blown} times its best is expected)`,
    evidence: show({loss, ...rest}, rates),
    certainty: "exact",
  };
}

async function starved(
  history: FitRecord,
  {rates, bank, network}: {rates: readonly number[]; bank?: Bank; network?: Network},
): Promise<Observation> {
  const top = Math.max(...rates);
  const starvedAt = rates.findIndex((rate, epoch) => epoch > rates.indexOf(top) && rate * factors.starved <= top);
  const told = `the rate goes from ${digits(top)} to ${digits(rates.at(-1)!)} in ${rates.length} epochs`;
  const early = starvedAt >= 0 && starvedAt <= rates.length / 2;
  if (!early)
    return {verdict: "pass", summary: `${told}, at least a thirtieth of its height for half of them`, evidence: [], certainty: "exact"};
  const dropped = `${told}, under a thirtieth of its height from epoch ${starvedAt + 1}`;
  const evidence = show(history, rates);
  const given = network?.optimizer.learningRate;
  if (!bank || !network || given === undefined || given > 3 * top || 3 * given < top)
    return {verdict: "warn", summary: `${dropped}; a fit at a constant rate would show whether that came too early`, evidence};
  const own = await outcome(bank, {network});
  const reached = own.share(history.loss.at(-1)!);
  // As the history has them: on batches in training mode, with penalties.
  const constant = median(own.runs.map(({losses}) => own.share(median(losses.slice(-Math.ceil(losses.length / 10))))));
  const compared = `${dropped}, and ${percent(reached)} of what a constant answer leaves is still to be learned; at a constant rate ${percent(constant)}`;
  const harmed = reached > gates.need && constant < gates.left * reached;
  if (!harmed && own.capped)
    return {verdict: "unsure", summary: `${compared}, but our fits were cut short; a larger budget would settle it`, evidence: []};
  if (!harmed) return {verdict: "pass", summary: compared, evidence: []};
  return {verdict: "fail", summary: compared, evidence};
}

const show = ({loss}: FitRecord, rates: readonly number[]): Evidence[] => [
  {
    kind: "series",
    label: "loss of each epoch of your fit",
    x: {label: "epoch"},
    y: {label: "loss"},
    lines: [{name: "training", ...thin(loss)}],
  },
  {
    kind: "series",
    label: "learning rate of each epoch",
    x: {label: "epoch"},
    y: {label: "learning rate", scale: "log"},
    lines: [{name: "rate", ...thin(rates.map(Number))}],
    marks: [{axis: "y", value: num(Math.max(...rates) / factors.starved), label: "a thirtieth of its height"}],
  },
];
