import {check, notLearning, type Network, type Probe} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {digits} from "../math/digits.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {followers, isWeighted} from "./path.js";

/** Initial weights that are alike, zero, or of a scale that saturates the output before the first step. */
export const badInitialisation = check(
  {
    name: "bad-initialisation",
    stage: "model",
    symptom: "The loss does not move at all, or it starts far above that of a guess.",
    cause:
      "Units that start alike get the same gradient and stay alike; weights that start too large saturate the output, where no gradient passes.",
    remedy: "Leave out kernelInitializer (Glorot), or use heNormal with relu and orthogonal for recurrent kernels; keep zeros for biases.",
    source: {...sources.glorot},
    explains: [...notLearning, "learns-shuffled-labels", "learning-rate-too-high", "learning-rate-too-low", "too-small-model"],
    needs: ["network", "probe", "starts"],
  },
  async ({network, probe, starts}) => {
    const look = await probe();
    const alike = alikeUnits(network, look);
    if (alike) return {verdict: "fail", summary: alike.summary, evidence: [alike.evidence], certainty: "exact"};
    // Wild is only a first loss beyond every one of Glorot's: within the first one's reach the other four need not be drawn.
    const wild = withinReach(look, await starts(1)) ? undefined : wildScale(look, await starts(5));
    return wild ?? {verdict: "pass", summary: "units start different and at the scale of Glorot's start", evidence: [], certainty: "exact"};
  },
);

/** Hidden kernels whose units are all alike, with a way out that keeps them so: no gradient passes, or all that reads them is constant too. */
function alikeUnits(network: Network, {weights, gradients}: Probe): {summary: string; evidence: Evidence} | undefined {
  const trained = new Map(network.layers.filter(({trainable}) => trainable > 0).map((layer) => [layer.name, layer]));
  const kernels = weights.filter(({shape, layer, weight}) => shape.length > 1 && trained.has(layer) && !/embedding|depthwise/.test(weight));
  const of = (layer: string) => weights.filter((one) => one.layer === layer && one.shape.length > 1);
  const alike = (layer: string) => of(layer).every(({columns}) => columns <= 1);
  const constant = (layer: string) => of(layer).length > 0 && of(layer).every((one) => one.constant);
  const stuck = kernels.filter(({shape, weight, layer}) => {
    if (shape.at(-1)! < 2 || !alike(layer) || merges(network, layer)) return false;
    const readers = followers(network, trained.get(layer)!);
    const gradient = gradients.find((one) => one.weight === weight)?.gradient;
    return readers.length > 0 && (gradient === 0 || readers.every(({name}) => constant(name)));
  });
  if (stuck.length === 0) return undefined;
  const [first] = stuck;
  return {
    summary: `all ${first!.shape.at(-1)} units of ${first!.layer} start with the same weights (${first!.constant ? digits(first!.mean) : `on average ${digits(first!.mean)}`}), and nothing tells them apart; expected all different`,
    evidence: {
      kind: "table",
      label: "kernels before the first step",
      columns: ["layer", "units", "different units", "mean", "deviation"],
      rows: kernels.map(({layer, shape, columns, mean, deviation}) => [layer, shape.at(-1)!, columns, num(mean), num(deviation)]),
    },
  };
}

/** True when what a layer gives is put together with something else, which tells its units apart: a residual branch that starts at zero is closed on purpose. */
function merges({layers}: Network, layer: string): boolean {
  const next = layers.filter((one) => !isWeighted(one) && one.inbound.includes(layer));
  return next.some((one) => one.inbound.length > 1 || merges({layers} as Network, one.name));
}

/** The most that a healthy start lies above Glorot's by the layer: He's start gains √2 a relu layer. */
const heGain = 1.5;

/** How much louder than that a layer may be, and how many times the loss of Glorot's worst start a first loss may be. */
const loud = 4;
const lossFactor = 3;

function wildScale(
  look: Probe,
  books: readonly Probe[],
): {verdict: "fail" | "warn"; summary: string; evidence: Evidence[]; certainty: "exact"} | undefined {
  if (withinReach(look, books)) return undefined;
  const layers = look.activity.flatMap(({layer}, i) => {
    const typical = median(books.map(({activity}) => loudness(activity[i]!)));
    return typical > 0 && !books.some(({activity}) => activity[i]!.nonFinite) ? [{layer, yours: loudness(look.activity[i]!), typical}] : [];
  });
  const allowed = (depth: number) => loud * heGain ** depth;
  const found = layers.find(({yours, typical}, depth) => !(yours / typical <= allowed(depth)));
  if (!found) return undefined;
  const evidence: Evidence[] = [
    {
      kind: "series",
      label: "how loud is each layer before the first step?",
      x: {label: "layer"},
      y: {label: "root mean square of its output", scale: "log"},
      lines: [
        {name: "yours", values: layers.map(({yours}) => num(yours))},
        {name: "Glorot's start", values: layers.map(({typical}) => num(typical))},
      ],
    },
  ];
  return {
    verdict: "fail",
    summary: `${found.layer} starts ${digits(found.yours / found.typical)} times as loud as under Glorot's start, and the first loss is ${digits(total(look))} where that start gives at most ${digits(worstOf(books))}`,
    evidence,
    certainty: "exact",
  };
}

/** True when the first loss is not far above the worst of Glorot's. */
const withinReach = (look: Probe, books: readonly Probe[]): boolean =>
  Number.isFinite(total(look)) && !(total(look) > lossFactor * worstOf(books));

const worstOf = (books: readonly Probe[]): number => Math.max(...books.map(total));

const total = ({losses}: Probe): number => losses.reduce((sum, loss) => sum + loss, 0);

const loudness = ({means, deviations}: Probe["activity"][number]): number =>
  Math.sqrt(means.reduce((sum, mean, i) => sum + mean ** 2 + deviations[i]! ** 2, 0) / means.length);
