import {check, notLearning, type Network} from "../check.js";
import {num, type Evidence, type Observation, type Verdict} from "../finding.js";
import {digits} from "../math/digits.js";
import {sources} from "../sources.js";
import {breachOf} from "./declared-scaling.js";
import {scaleOf, type Scale} from "./scale.js";

/** What is measured of an input, and from where on it weakens or stops learning; what tells most comes first. */
interface Limit {
  measure: (scale: Scale, network?: Network) => number;
  warn: number;
  fail: number;
  say: (scale: Scale, value: number) => string;
}

/** Raw units: one input drowns the others, or all are so large, or so far from 0, that training stalls. */
export const unscaledInputs = check(
  {
    name: "unscaled-inputs",
    stage: "data",
    symptom: "The first loss is huge, or the loss stops early at the level of a guess.",
    cause:
      "Inputs in raw units: the largest component drowns the others, units saturate from the start, and no learning rate suits all weights.",
    remedy:
      "Subtract the mean and divide by the standard deviation of each component, both from the training rows only (pixels: divide by 255); do the same to validation, test and what you predict for.",
    source: {...sources.efficientBackprop},
    explains: [...notLearning, "too-few-steps", "learning-rate-too-high", "learning-rate-too-low", "too-small-model", "ignored-input"],
    needs: ["train"],
    wants: ["validation", "test", "network"],
  },
  ({train, validation, test, network, scaling}): Observation => {
    const breach = scaling && breachOf(train, {held: [validation, test], scaling, network});
    if (breach) return breach;
    const found = train.x.flatMap((block, i) => {
      const scale = scaleOf(block, {network, input: network?.inputs[i]?.name});
      return scale ? Object.values(limits).map((limit) => judge(limit, {scale, network})) : [];
    });
    if (found.length === 0)
      return {verdict: "pass", summary: "the first layer normalises or looks up its input", evidence: [], certainty: "exact"};
    const named = (verdict: Verdict) => found.find((one) => one.verdict === verdict);
    const worst = named("fail") ?? named("warn") ?? found[0]!;
    const {verdict} = worst;
    return {
      verdict,
      summary: worst.limit.say(worst.scale, worst.value),
      evidence: verdict === "pass" ? [] : show(worst.scale),
      certainty: "exact",
    };
  },
);

/**
 * Measured on 400 rows of five normal inputs in three classes (32-16 units, 600 steps, two seeds; relu with Adam 0.001 and 0.01 and SGD 0.01 and 0.1, tanh with Adam only), as shares of the skill
 * that standardised inputs reach: one component 100 times as large as the others leaves 0.02 to 0.8, 10 times 0.66 to 1; means of 10 deviations leave 0 to 0.6, of 30 0 to 0.55;
 * inputs of 300 with relu leave 0 to 1, of 1000 0 to 0.6.
 * On 1000 pictures of digits (8 or 32 filters, five epochs) values of 0 to 255 reach an accuracy of 0.1 to 0.15 where 0 to 1 reaches 0.97 to 1 (Adam 0.01), and 0.42 to 0.65 for 0.58 to 0.78
 * (Adam 0.001); 0 to 30 helps slow rates and harms fast ones. The limits were chosen on these figures, not tested on others.
 */
const limits: Readonly<Record<string, Limit>> = {
  offset: {
    measure: ({offset}) => offset,
    warn: 15,
    fail: 25,
    say: (_, value) => `the inputs lie ${digits(value)} times their deviation away from 0; about 0 is expected, at most 15`,
  },
  drowning: {
    measure: ({drowning, columns}) => (Math.max(...columns.map(({size}) => size || 0)) > 5 ? drowning : 0),
    warn: 50,
    fail: 100,
    say: ({columns, drowning}) => {
      const largest = columns.reduce((a, b) => (b.size > a.size ? b : a));
      return `${largest.name} is as large as ${digits(largest.size)} (root mean square), ${digits(drowning)} times the usual deviation of the inputs; about 1 is expected, at most 50`;
    },
  },
  drive: {
    measure: ({drive, saturates}) => (saturates ? drive * 2.5 : drive),
    warn: 35,
    fail: 50,
    say: ({drive, saturates}) =>
      `the first layer's units would start at ± ${digits(drive)}${saturates ? ", where their activation is flat" : ""}; about 1 is expected, at most ${saturates ? 14 : 35}`,
  },
  level: {
    measure: ({level = 0}) => level,
    warn: 30,
    fail: 60,
    say: (_, value) =>
      `the values that the first convolution reads are as large as ${digits(value)} (root mean square); about 1 is expected, at most 30`,
  },
  faintness: {
    measure: ({drive}) => (drive > 0 ? 1 / drive : 0),
    warn: 100,
    fail: 400,
    say: ({drive}) => `the first layer's units would start at ± ${digits(drive)}, all alike; about 1 is expected, at least 0.01`,
  },
  step: {
    measure: ({energy, drive}, network) =>
      network && drive > 3 && /^(sgd|momentum)$/i.test(network.optimizer.name) ? (network.optimizer.learningRate ?? 0) * energy : 0,
    warn: 600,
    fail: 1000,
    say: ({energy}, value) =>
      `one step of gradient descent moves the first layer's units ${digits(value)} times the error (learning rate × ${digits(energy)}, the inputs' sum of squares); at most 600 is expected`,
  },
};

interface Judged {
  limit: Limit;
  scale: Scale;
  value: number;
  verdict: Verdict;
}

function judge(limit: Limit, {scale, network}: {scale: Scale; network?: Network}): Judged {
  const value = limit.measure(scale, network);
  return {limit, scale, value, verdict: value >= limit.fail ? "fail" : value >= limit.warn ? "warn" : "pass"};
}

function show({columns}: Scale): Evidence[] {
  const largest = [...columns].sort((a, b) => b.size - a.size);
  const some = columns.length > 20 ? [...largest.slice(0, 10), ...largest.slice(-10)] : columns;
  const evidence: Evidence[] = [
    {
      kind: "table",
      label: columns.length > 20 ? `the 10 largest and the 10 smallest of ${columns.length} inputs` : "the inputs in their own units",
      columns: ["input", "min", "median", "max", "mean", "deviation"],
      rows: some.map(({name, min, median, max, mean, deviation}) => [name, ...[min, median, max, mean, deviation].map(num)]),
    },
  ];
  if (columns.length === 1) return evidence;
  const sizes = largest.slice(0, 200).map(({size}) => num(Math.max(size, 1e-6)));
  return [
    ...evidence,
    {
      kind: "series",
      label: "how large is each input as the network sees it?",
      x: {label: "input, the largest first"},
      y: {label: "root mean square", scale: "log"},
      lines: [{name: "inputs", x: sizes.map((_, i) => i + 1), values: sizes}],
      marks: [{axis: "y", value: 1, label: "standardised"}],
    },
  ];
}
