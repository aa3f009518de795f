import {answersBadly, check, type Block, type Live, type Network, type Probe, type Split} from "../check.js";
import type {Observation} from "../finding.js";
import {counted, percent} from "../math/digits.js";
import {deviation, mean} from "../math/stats.js";
import {sources} from "../sources.js";
import {subset} from "../trial/split.js";
import {upTo} from "../trial/sample-rows.js";

/** A whole input, or one component of it, that varies among the rows. */
interface Piece {
  /** Which of the inputs. */
  input: number;
  /** Components of the last dimension of a row; all when left out. */
  component?: number;
  name: string;
}

/** What the network's answers do not depend on at all. */
export const ignoredInput = check(
  {
    name: "ignored-input",
    stage: "model",
    symptom: "Predictions hardly vary, or a feature that matters changes nothing.",
    cause: "The input is cut off, multiplied by zero, overwritten or never connected, or no unit behind it is alive.",
    remedy: "Follow the input through model.summary(): connect it, and look for slices, masks and constants that drop it.",
    source: {...sources.karpathy, at: "input-independent baseline"},
    explains: [...answersBadly, "cannot-memorise", "ignores-labels", "flat-loss", "unmoved-weights"],
    needs: ["train", "network", "probe", "untrained"],
  },
  async ({train, network, probe, untrained}) => {
    const rows = subset(train, upTo(Math.min(train.rows, looked)));
    const whole = rows.x.flatMap((block, input) => (varies(block) ? [{input, name: network.inputs[input]?.name ?? block.name}] : []));
    if (whole.length === 0) return {verdict: "unsure", summary: "all rows have the same inputs; other rows would settle it", evidence: []};
    return untrained(async (live) => {
      const suspects = await atStart(live, {rows, network, whole});
      if (suspects.length === 0)
        return {
          verdict: "pass",
          summary: `${whole.length === 1 ? "the input changes" : `all ${whole.length} inputs change`} the answers`,
          evidence: [],
          certainty: "exact",
        };
      if (suspects.length === whole.length && suspects.every(({component}) => component === undefined)) {
        const cause = silentLayer(network, await probe()) ?? (await saturation(live, {rows, whole}));
        if (cause)
          return {
            verdict: "unsure",
            summary: `no answer to ${rows.rows} rows depends on the inputs before training: ${cause}`,
            evidence: [],
          };
      }
      await live.learn(warmUp);
      const answers = await live.forward(rows.x);
      if (!answers.every((values) => values.every(Number.isFinite)))
        return {
          verdict: "unsure",
          summary: `the answers are not finite after ${warmUp} steps; a lower learning rate would settle it`,
          evidence: [],
        };
      return judge(await unheard(live, {rows, pieces: suspects}), {whole, rows});
    });
  },
);

/** A rectified layer that is silent on all rows: by chance in a small network, so that the fits must say whether units die. */
function silentLayer({layers}: Network, {activity}: Probe): string | undefined {
  const first = activity.find(({zeros}) => zeros.every((share) => share === 1));
  const rectified = /relu/i.test(layers.find(({name}) => name === first?.layer)?.activation ?? "");
  return first && rectified ? `all ${first.units} units of ${first.layer} are silent; dead-units settles whether they stay so` : undefined;
}

/** True in words when the inputs do matter once they are small: they are connected, but saturate what they meet. */
async function saturation(live: Live, {rows, whole}: {rows: Split; whole: readonly Piece[]}): Promise<string | undefined> {
  const slopes = await gradients(live, rows);
  const small = {...rows, x: rows.x.map((block, input) => (slopes[input] ? standardised(block) : block))};
  const still = await unheard(live, {rows: small, pieces: whole});
  return still.length < whole.length ? "they saturate it, and once standardised they do not; unscaled-inputs settles it" : undefined;
}

/** A block whose components have mean 0 and deviation 1. */
function standardised(block: Block): Block {
  const {size} = block;
  const columns = upTo(size).map((j) => block.values.filter((_, i) => i % size === j));
  const [centres, scales] = [columns.map((column) => mean(column)), columns.map((column) => deviation(column) || 1)];
  return {...block, values: Float32Array.from(block.values, (value, i) => (value - centres[i % size]!) / scales[i % size]!)};
}

/** Rows that are looked at: a unit is silent on all of them with a probability that halves with each. */
const looked = 64;

/** Steps after which what did nothing at the start is looked at again: an output that starts at zero wakes in the first. */
const warmUp = 20;

/** Components that are looked at one by one at most. */
const named = 4096;

/** Pieces without any effect before the first step: the gradient says where to look, replaced values decide. */
async function atStart(live: Live, {rows, network, whole}: {rows: Split; network: Network; whole: readonly Piece[]}): Promise<Piece[]> {
  const slopes = await gradients(live, rows);
  const silent = whole.filter(({input}) => slopes[input]?.every((slope) => slope === 0) ?? true);
  const dumb = await unheard(live, {rows, pieces: silent});
  const open = whole.filter((piece) => !silent.includes(piece) && slopes[piece.input]);
  const parts = open.flatMap(({input}) => components(rows.x[input]!, {network, input, slopes: slopes[input]!}));
  return [...dumb, ...(await unheard(live, {rows, pieces: parts.slice(0, named)}))];
}

/** The gradients of the answers by the inputs; none where tfjs cannot tell. */
async function gradients(live: Live, {x}: Split): Promise<readonly (Float32Array | undefined)[]> {
  try {
    return await live.slopes(x);
  } catch {
    return x.map(() => undefined);
  }
}

/** Components of an input that vary and have no gradient in any row; none when a layer regroups them, as edges may then be dropped. */
function components(block: Block, {network, input, slopes}: {network: Network; input: number; slopes: Float32Array}): Piece[] {
  const first = network.layers.filter(({inbound}) => inbound.includes(network.inputs[input]!.name));
  if (first.some(({kind}) => /^(Reshape|Cropping|CenterCrop)/.test(kind))) return [];
  const width = block.shape.at(-1) ?? 1;
  const heard = new Array<boolean>(width).fill(false);
  slopes.forEach((slope, i) => (heard[i % width] ||= slope !== 0));
  return upTo(width).flatMap((component) =>
    !heard[component] && varies(block, component)
      ? [
          {
            input,
            component,
            name: (width === block.size ? block.names[component] : undefined) ?? `channel ${component + 1} of ${block.name}`,
          },
        ]
      : [],
  );
}

function varies({values, size, shape}: Block, component?: number): boolean {
  const width = shape.at(-1) ?? 1;
  return values.some((value, i) => (component === undefined || i % width === component) && value !== values[i % size]);
}

/** Those pieces that can be replaced by another row's without any change of any answer. */
async function unheard(live: Live, {rows, pieces}: {rows: Split; pieces: readonly Piece[]}): Promise<Piece[]> {
  if (pieces.length === 0) return [];
  const before = await live.forward(rows.x);
  const found: Piece[] = [];
  for (const piece of pieces) {
    const after = await live.forward(rows.x.map((block, i) => (i === piece.input ? moved(block, piece) : block)));
    if (after.every((values, i) => values.every((value, j) => Object.is(value, before[i]![j])))) found.push(piece);
  }
  return found;
}

/** A block in which each row has a component, or all, of the next row. */
function moved(block: Block, {component}: Piece): Block {
  const {size, shape} = block;
  const width = shape.at(-1) ?? 1;
  const values = block.values.map((value, i) =>
    component === undefined || i % width === component ? block.values[(i + size) % block.values.length]! : value,
  );
  return {...block, values};
}

function judge(ignored: readonly Piece[], {whole, rows}: {whole: readonly Piece[]; rows: Split}): Observation {
  const inputs = ignored.filter(({component}) => component === undefined);
  const parts = ignored.filter(({component}) => component !== undefined);
  const how = `replaced by other rows' values, before and after ${warmUp} steps`;
  if (inputs.length === whole.length)
    return {
      verdict: "fail",
      summary: `no answer to ${rows.rows} rows depends on the inputs (${how}); expected other answers to other rows`,
      evidence: [],
      certainty: "exact",
    };
  if (inputs.length)
    return {
      verdict: "fail",
      summary: `${inputs.map(({name}) => name).join(", ")} ${inputs.length === 1 ? "changes" : "change"} no answer to ${rows.rows} rows (${how}); expected ${whole.length} inputs to matter`,
      evidence: [],
      certainty: "exact",
    };
  if (parts.length === 0)
    return {verdict: "pass", summary: `what changes no answer at the start does after ${warmUp} steps`, evidence: [], certainty: "exact"};
  const names = parts
    .slice(0, 5)
    .map(({name}) => name)
    .join(", ");
  return {
    verdict: "warn",
    summary: `${counted(parts.length, "component")} (${names}${parts.length > 5 ? ", …" : ""}; ${percent(parts.length / rows.x[parts[0]!.input]!.size)} of a row) ${parts.length === 1 ? "changes" : "change"} no answer to ${rows.rows} rows (${how})`,
    evidence: [
      {kind: "table", label: "components without effect", columns: ["component"], rows: parts.slice(0, 100).map(({name}) => [name])},
    ],
    certainty: "exact",
  };
}
