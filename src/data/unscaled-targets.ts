import {check, notLearning, type Block, type LayerFacts, type Network, type Schedule} from "../check.js";
import {num, type Evidence, type Verdict} from "../finding.js";
import {digits} from "../math/digits.js";
import {histogram} from "../math/stats.js";
import {sources} from "../sources.js";
import {columns, type Column} from "./columns.js";

/** One target, and how far the planned training can carry an output. */
interface Distance {
  column: Column;
  /** What learning it asks for, over what the planned training can give; 2 and more is out of reach. */
  excess: number;
  because: string;
}

/** Numbers in raw units as targets: the way from the first output to them is too long for the planned steps, or blows the gradient up. */
export const unscaledTargets = check(
  {
    name: "unscaled-targets",
    stage: "data",
    symptom: "The loss is huge and hardly moves, or it is NaN after a few steps.",
    cause:
      "The network starts near 0; targets in raw units lie so far away, or are so large, that the planned steps cannot reach them or the error's gradient destroys the weights.",
    remedy:
      "Subtract the mean of the training targets and divide by their deviation (or take the logarithm of amounts), and undo this on the predictions.",
    source: {...sources.efficientBackprop},
    explains: [...notLearning, "too-few-steps", "learning-rate-too-high", "learning-rate-too-low", "too-small-model"],
    needs: ["train", "network", "schedule"],
    tasks: ["regression", "forecast", "reconstruction"],
  },
  ({train, network, schedule}) => {
    const judged = train.y.flatMap((block, i) => (distances.has(network.outputs[i]?.loss ?? "") ? [far(block, {network, schedule})] : []));
    if (judged.length === 0) return {verdict: "pass", summary: "no loss measures a distance to numbers", evidence: [], certainty: "exact"};
    const worst = judged.reduce((a, b) => (b.excess > a.excess ? b : a));
    const verdict: Verdict = worst.excess >= 2 ? "fail" : worst.excess >= 1.5 ? "warn" : "pass";
    const {mean, deviation} = worst.column;
    const summary = `the targets are about ${digits(mean)} ± ${digits(deviation)}; ${worst.because}`;
    return {verdict, summary, evidence: verdict === "pass" ? [] : show(worst.column), certainty: "exact"};
  },
);

const distances = new Set(["meanSquaredError", "meanAbsoluteError", "absoluteDifference", "huberLoss", "logcosh"]);

function far(block: Block, {network, schedule}: {network: Network; schedule: Schedule}): Distance {
  const column = columns(block).reduce((a, b) => (b.size > a.size ? b : a));
  const squared = network.outputs.some(({loss}) => loss === "meanSquaredError");
  return squared && /sgd|momentum/i.test(network.optimizer.name) ? byGradient(column, network) : bySteps(column, {network, schedule});
}

/**
 * Adam and its kin move each weight by about the learning rate a step, whatever the error, so that a layer's gain grows by rate × steps × fan-in.
 * Fitted to one sweep of a 4-32-16-1 relu network (one seed, targets of 1 to 1e6, 150 to 2400 steps): where the targets are about as large as the product of these gains R² is 0.1 to 0.5,
 * far above it near 0. A mean of many deviations must be met to a fraction of itself; one of 100 deviations can still be missed.
 */
function bySteps(column: Column, {network, schedule}: {network: Network; schedule: Schedule}): Distance {
  const travel = (network.optimizer.learningRate ?? 0.001) * schedule.steps;
  const reach = gains(network).reduce((product, fanIn) => product * (1 + travel * fanIn), 1);
  const need = column.size * (1 + Math.abs(column.mean) / (column.deviation || column.size || 1));
  const steps = `${schedule.steps} steps at rate ${digits(network.optimizer.learningRate ?? 0.001)} can carry the output to about ${digits(reach)}`;
  // Steps that could not fit targets of size 1 either are too few, whatever the unit.
  const excess = reach < 2 ? 0 : need / reach;
  return {column, excess, because: need > reach ? `${steps}, and ${digits(need)} is needed to fit them` : steps};
}

/** Fan-in of each layer after the last one whose activation is bounded: what lies before it cannot grow the output. */
function gains({layers}: Network): number[] {
  const weighted = layers.filter(({trainable}) => trainable > 0);
  const hidden = weighted.slice(0, -1);
  const after = hidden.map(bounded).lastIndexOf(true) + 1;
  return weighted.slice(after).map(({parameters, outputShape}) => parameters / (outputShape.at(-1) ?? 1));
}

const bounded = ({activation, kind}: LayerFacts): boolean =>
  /^(tanh|sigmoid|hardSigmoid|softsign|softmax)$/.test(activation) || /LSTM|GRU|BatchNorm|LayerNorm/.test(kind);

/**
 * The gradient of the squared error grows with the targets. Measured on the same network: gradient descent destroys the hidden weights once
 * rate × targets is about 1 (0.01 × 100, 0.001 × 1000); momentum counts by the root of its gain. A linear network scales with its targets.
 */
function byGradient(column: Column, {layers, optimizer}: Network): Distance {
  const hidden = layers.filter(({trainable}) => trainable > 0).length > 1;
  const rate = (optimizer.learningRate ?? 0.01) * (/momentum/i.test(optimizer.name) ? Math.sqrt(10) : 1);
  const push = rate * column.size;
  // Below 100 the learning rate is to blame, not the unit.
  const excess = hidden && column.size >= 100 ? 2 * push : 0;
  return {
    column,
    excess,
    because: hidden
      ? `learning rate × targets is ${digits(push)}; below 0.75 is expected`
      : "a linear network under gradient descent scales with its targets",
  };
}

function show(column: Column): Evidence[] {
  const {edges, counts} = histogram(column.sorted, {bins: 30});
  return [
    {
      kind: "histogram",
      label: "targets, and where the network starts",
      x: {label: "target"},
      edges,
      series: [{name: "rows", counts}],
      marks: [{axis: "x", value: 0, label: "the untrained network"}],
    },
    {
      kind: "table",
      label: "the targets in their own unit",
      columns: ["min", "median", "max", "mean", "deviation"],
      rows: [[column.min, column.median, column.max, column.mean, column.deviation].map(num)],
    },
  ];
}
