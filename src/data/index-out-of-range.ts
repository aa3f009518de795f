import {check, notLearning, type Block, type Network} from "../check.js";
import {counted, digits, percent} from "../math/digits.js";
import {extent} from "../math/stats.js";
import {sources} from "../sources.js";
import {entryOf} from "../trial/entry.js";

/** Ids of an input that its embedding has no row for. */
interface Lookup {
  layer: string;
  size: number;
  low: number;
  high: number;
  /** Share of the ids that are below 0 or not below the size. */
  outside: number;
  /** Share of the ids that are not whole numbers. */
  broken: number;
}

/** Token ids beyond the embedding. */
export const indexOutOfRange = check(
  {
    name: "index-out-of-range",
    stage: "data",
    symptom: "fit or predict throws: GatherV2: the index value 12 is not in [0, 9].",
    cause:
      "The embedding has fewer rows than there are ids: ids that start at 1, a vocabulary that grew, ids of another tokeniser; or the inputs are not ids at all.",
    remedy: "Set inputDim to the largest id plus one, or map unknown ids to one that is kept for them.",
    source: {...sources.tfjs, at: "layers/embeddings.ts and the kernel GatherV2 of the cpu and wasm backends"},
    explains: [...notLearning, "non-finite-values"],
    needs: ["train", "network"],
    wants: ["validation", "test"],
  },
  ({train, network, validation, test}) => {
    const splits = Object.entries({train, validation, test}).flatMap(([name, split]) => (split ? [{name, split}] : []));
    const all = splits.flatMap(({name, split}) =>
      split.x.flatMap((block, i) =>
        lookups(block, {network, input: network.inputs[i]?.name ?? block.name}).map((one) => ({...one, split: name})),
      ),
    );
    if (all.length === 0) return {verdict: "pass", summary: "no embedding reads the inputs", evidence: [], certainty: "exact"};
    const bad = all.filter(({outside, broken}) => outside + broken > 0);
    const worst = bad[0] ?? all[0]!;
    const range = `ids in ${worst.split} run from ${digits(worst.low)} to ${digits(worst.high)}`;
    const expected = `${worst.layer} has ${counted(worst.size, "row")} and expects 0 to ${worst.size - 1}`;
    return {
      verdict: bad.length ? "fail" : "pass",
      summary:
        worst.broken > 0
          ? `${percent(worst.broken)} of the ids in ${worst.split} are not whole numbers; ${expected}`
          : worst.outside > 0
            ? `${range}, ${percent(worst.outside)} of them beyond: ${expected}`
            : `${range}; ${expected}`,
      evidence: bad.length
        ? [
            {
              kind: "table",
              label: "ids and embeddings",
              columns: ["part", "embedding", "rows", "least id", "largest id", "beyond"],
              rows: all.map(({split, layer, size, low, high, outside}) => [split, layer, size, low, high, percent(outside)]),
            },
          ]
        : [],
      certainty: "exact",
    };
  },
);

function lookups({values}: Block, {network, input}: {network: Network; input: string}): Lookup[] {
  const embeddings = entryOf(network, input).layers.filter(({kind}) => kind === "Embedding");
  return embeddings.map(({name, config}) => {
    const size = Number(config.inputDim ?? config.input_dim);
    const [low, high] = extent(values);
    let [outside, broken] = [0, 0];
    for (const id of values) {
      if (!Number.isInteger(id)) broken++;
      else if (id < 0 || id >= size) outside++;
    }
    return {layer: name, size, low, high, outside: outside / values.length, broken: broken / values.length};
  });
}
