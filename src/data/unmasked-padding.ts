import {check, notLearning, type Block, type LayerFacts, type Live, type Network, type Split} from "../check.js";
import type {Observation} from "../finding.js";
import {counted, digits, percent} from "../math/digits.js";
import {deviation, mean} from "../math/stats.js";
import {subset} from "../trial/split.js";
import {entryOf} from "../trial/entry.js";
import {padding, tailOf, turned} from "../trial/padding.js";

/** A padded input and the recurrent layer that reads it. */
interface Padded {
  input: number;
  layer: LayerFacts;
  steps: number;
  /** Steps of padding behind each row's data. */
  tails: readonly number[];
}

/** A recurrent layer reads padding as if it were data. */
export const unmaskedPadding = check(
  {
    name: "unmasked-padding",
    stage: "data",
    symptom: "The recurrent network gives nearly the same answer to every sequence, or learns only the longest ones.",
    cause:
      "Short sequences are filled up with a constant behind their data, and the layer goes on over it: its last state has forgotten them.",
    remedy: "Put tf.layers.masking before the recurrent layer, set maskZero on the embedding, or pad in front of the data.",
    source: {
      title: "Effects of padding on LSTMs and CNNs",
      by: "Mahidhar Dwarampudi, N V Subba Reddy",
      year: 2019,
      url: "https://arxiv.org/abs/1903.07288",
    },
    explains: [...notLearning, "too-small-model", "too-few-steps", "learning-rate-too-low"],
    needs: ["train", "network", "untrained"],
  },
  async ({train, network, untrained}) => {
    const read = train.x.flatMap((block, input) => recurrent(block, {network, input}));
    if (read.length === 0)
      return {verdict: "pass", summary: "no recurrent layer reads the inputs without a mask", evidence: [], certainty: "exact"};
    const worst = read.reduce((most, one) => (mean(one.tails) > mean(most.tails) ? one : most));
    const {steps, layer, tails} = worst;
    const short = tails.filter((tail) => tail > 0).length;
    const varied = new Set(tails).size > 1;
    if (!varied || mean(tails) < least * steps) {
      const summary = `${percent(mean(tails) / steps)} of the steps that ${layer.name} reads are padding behind the data`;
      return {verdict: "pass", summary, evidence: [], certainty: "exact"};
    }
    return untrained((live) => forgets(live, {train, padded: worst, short}));
  },
);

/** Share of the steps that must be padding behind the data to be looked at. */
const least = 0.1;

/**
 * Share of the answers' spread that padding behind the data may leave, against the same rows padded in front: below it the last state has forgotten the data
 * at the start, and next to no gradient reaches them. Measured on 300 sequences of 4 to 8 steps, ten epochs of Adam at 0.01, units 8, two seeds: an LSTM at 8.7 %
 * (12 steps) learns, at 1.5 % (16 steps) with one seed of two, a GRU at 2.2 % with none, both from 24 steps with none; a simple recurrent layer keeps 36 % and learns.
 */
const forgotten = 0.03;

/** Rows that both ways of padding are compared on. */
const compared = 64;

/** Shares of the padding of an input that a recurrent layer without a mask reads, when it has any. */
function recurrent(block: Block, {network, input}: {network: Network; input: number}): Padded[] {
  const name = network.inputs[input]?.name ?? block.name;
  const entry = entryOf(network, name).layers;
  const embeddings = entry.filter(({kind}) => kind === "Embedding");
  const masked =
    embeddings.some(({config}) => (config.maskZero ?? config.mask_zero) === true) || network.layers.some(({kind}) => kind === "Masking");
  const steps = block.shape[0] ?? 1;
  if (masked || steps < 3) return [];
  const behind = (from: LayerFacts) => network.layers.filter(({inbound}) => inbound.includes(from.name));
  const layer = [...entry, ...embeddings.flatMap(behind).flatMap((one) => [one, ...(/Dropout/.test(one.kind) ? behind(one) : [])])].find(
    ({kind}) => /^(LSTM|GRU|SimpleRNN|RNN|Bidirectional)$/.test(kind),
  );
  if (!layer) return [];
  const filler = padding(block);
  if (!filler) return [];
  const rows = block.values.length / block.size;
  return [{input, layer, steps, tails: Array.from({length: rows}, (_, row) => tailOf(block, {row, filler}))}];
}

/** Compares how far the answers to different rows lie apart with the padding behind the data and in front of them. */
async function forgets(live: Live, {train, padded, short}: {train: Split; padded: Padded; short: number}): Promise<Observation> {
  const {input, layer, steps, tails} = padded;
  const chosen = tails.flatMap((tail, row) => (tail > 0 ? [row] : [])).slice(0, compared);
  const {x} = subset(train, chosen);
  const behind = spread(await live.forward(x), chosen.length);
  const front = spread(
    await live.forward(
      x.map((block, i) =>
        i === input
          ? turned(
              block,
              chosen.map((row) => tails[row]!),
            )
          : block,
      ),
    ),
    chosen.length,
  );
  const said = `${counted(short, "row")} of ${train.rows} end in padding, on average ${percent(mean(tails) / steps)} of the ${steps} steps that ${layer.name} reads without a mask`;
  if (!(front > 0)) return {verdict: "warn", summary: `${said}; expected masking or maskZero`, evidence: [], certainty: "exact"};
  const left = behind / front;
  return {
    verdict: left < forgotten ? "fail" : "warn",
    summary: `${said}; before training the answers to them vary by ${percent(left)} of what they vary by with the padding in front${left < forgotten ? `; at least ${percent(forgotten)} is expected` : ""}`,
    evidence: [
      {
        kind: "table",
        label: "spread of the untrained network's answers to the padded rows",
        columns: ["padding", "standard deviation"],
        rows: [
          ["behind the data", digits(behind)],
          ["in front", digits(front)],
        ],
      },
    ],
    certainty: "exact",
  };
}

/** Mean standard deviation over the rows of the answers' components. */
function spread(outputs: readonly Float32Array[], rows: number): number {
  return mean(
    outputs.flatMap((values) => {
      const size = values.length / rows;
      return Array.from({length: size}, (_, j) => deviation(values.filter((_, i) => i % size === j)));
    }),
  );
}
