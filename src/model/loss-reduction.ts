import {check, type Live, type Network, type Schedule, type Split} from "../check.js";
import {num} from "../finding.js";
import {digits} from "../math/digits.js";
import {sources} from "../sources.js";
import {differentRows, pick, reorder, upTo} from "../trial/sample-rows.js";

/** A loss of the user's own that adds its rows up instead of averaging them. */
export const lossReduction = check(
  {
    name: "loss-reduction",
    stage: "model",
    symptom: "The loss is many times larger than expected, and a learning rate that is right for one batch size diverges for another.",
    cause: "The loss sums over the batch: its gradient, and with it the step, grows with the number of rows.",
    remedy: "Average over the rows (.mean() for .sum()), or divide the learning rate by the batch size.",
    source: {...sources.deepChecker, at: "loss reduction"},
    needs: ["train", "network", "schedule", "untrained"],
  },
  ({train, network, schedule, untrained}) =>
    untrained(async (live) => {
      const own = upTo(network.outputs.length).filter((index) => live.ownLosses[index]);
      if (own.length === 0)
        return {verdict: "pass", summary: "the loss is one of tfjs's own, which average", evidence: [], certainty: "exact"};
      const losses = await replicated(live, differentRows(train, {count: 4}));
      const grown = own.map((index) => growth(losses.map((one) => one[index]!)));
      const worst = grown.indexOf(Math.max(...grown.map((power) => power || 0)));
      const index = own[Math.max(0, worst)]!;
      const said = `the loss of the same rows taken 1, 2 and 4 times is ${losses.map((one) => digits(one[index]!)).join(", ")}`;
      if (!(grown[worst]! > 0.25))
        return {verdict: "pass", summary: `${said}: it does not grow with the batch`, evidence: [], certainty: "exact"};
      return {
        verdict: "warn",
        summary: `${said}; expected the same each time: ${effect({network, schedule, power: grown[worst]!})}`,
        evidence: [
          {
            kind: "table",
            label: "loss of the same rows taken several times",
            columns: ["times", "loss"],
            rows: losses.map((one, i) => [copies[i]!, num(one[index]!)]),
          },
        ],
        certainty: "exact",
      };
    }),
);

/** How many times the batch is taken (TheDeepChecker doubles it). */
const copies = [1, 2, 4];

async function replicated(live: Live, rows: Split): Promise<(readonly number[])[]> {
  const outputs = await live.forward(rows.x);
  const losses: (readonly number[])[] = [];
  for (const times of copies) {
    const order = Array.from({length: times}, () => upTo(rows.rows)).flat();
    losses.push(
      await live.loss({
        outputs: outputs.map((values) => pick(values, {size: values.length / rows.rows, rows: order})),
        y: reorder(rows.y, order),
      }),
    );
  }
  return losses;
}

/** The power of the number of rows that a loss grows with: 0 for a mean, 1 for a sum; NaN when it follows no power. */
function growth([one, two, four]: readonly number[]): number {
  const [first, second] = [Math.log2(two! / one!), Math.log2(four! / two!)];
  return Math.abs(first - second) < 0.01 ? first : NaN;
}

/** What the growth does to the step. */
function effect({network: {optimizer}, schedule: {batchSize}, power}: {network: Network; schedule: Schedule; power: number}): string {
  const {name, learningRate} = optimizer;
  if (!/^(SGD|Momentum)$/i.test(name))
    return `${name} evens the size out, but weight penalties count less, and losses of different batches cannot be compared`;
  const factor = batchSize ** power;
  return `on batches of ${batchSize} rows the rate ${learningRate === undefined ? "" : `of ${digits(learningRate)} `}works like ${learningRate === undefined ? `${digits(factor)} times as much` : digits(learningRate * factor)}`;
}
