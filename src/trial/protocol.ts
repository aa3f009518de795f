import type {Task} from "../case.js";
import type {Network} from "../check.js";
import {chunkOf, forwardPrice, forwardSeconds, looksOf, modeBatches, stepSeconds} from "./cost.js";
import type {Setting} from "./fit.js";
import {subsample} from "./subsample.js";

/** How the case's own fits are made: on how many rows, in what batches, for how many steps. */
export interface Protocol {
  /** Rows that are learned from, and held-out rows that are judged. */
  rows: number;
  held: number;
  batchSize: number;
  steps: number;
  /** Rows of an epoch of the user's, where the fits are made smaller than that. */
  of?: number;
}

/** Least steps of a fit that is cut short: fewer say nothing. */
export const leastSteps = 60;

/** Rows and batches that are tried in place of the user's. */
const fewer = {rows: [5000, 2000, 1000, 500, 200], batches: [16, 8, 4]};

/** Seconds of the reference machine for all of a bank's fit but its steps: it is built, looked at before and after, judged on all rows, and tried in both modes. */
export function aroundSeconds(network: Network, {rows, held, batchSize, of}: Omit<Protocol, "steps">): number {
  const looks = Math.min(looksOf(network), rows);
  const {fixed, row} = forwardPrice(network);
  const backward = stepSeconds(network, {batchSize: Math.min(looks, 128, Math.max(8, chunkOf(network) / 2))});
  const look = 2 * forwardSeconds(network, {rows: looks}) + backward;
  const batches = Math.max(1, Math.min(Math.floor(looks / batchSize), modeBatches({of})));
  const modes = 3 * batches * (fixed + Math.min(looks, batchSize) * row);
  return setUp + network.parameters * perWeight + forwardSeconds(network, {rows: rows + held}) + 2 * look + modes;
}

/** Seconds of a fit that does nothing, and what each weight adds by being initialised, looked at twice and compared with itself. */
export const setUp = 0.05;
const perWeight = 1.5e-7;

/** The user's own rows, batches and steps. */
export const asGiven = ({train, validation, schedule: {batchSize, steps}}: Setting): Protocol => ({
  rows: train.rows,
  held: validation?.rows ?? 0,
  batchSize,
  steps,
});

/** Seconds of one fit. */
export const fitSeconds = (network: Network, protocol: Protocol): number =>
  aroundSeconds(network, protocol) + protocol.steps * stepSeconds(network, protocol);

/** The first of the smaller protocols, batches before rows, whose fits of the least steps cost `most` seconds each; undefined when none is so cheap. */
export function smaller(setting: Setting, {network, most}: {network: Network; most: number}): Protocol | undefined {
  const steps = Math.min(setting.schedule.steps, leastSteps);
  return protocols(setting, network).find((one) => fitSeconds(network, {...one, steps}) <= most);
}

/** The cheapest of the protocols; the user's own where none is smaller. */
export function cheapest(setting: Setting, {network}: {network: Network}): Protocol {
  const steps = Math.min(setting.schedule.steps, leastSteps);
  const price = (one: Protocol) => fitSeconds(network, {...one, steps});
  return protocols(setting, network).reduce((best, one) => (price(one) < price(best) ? one : best), asGiven(setting));
}

function protocols(setting: Setting, network: Network): Protocol[] {
  const given = asGiven(setting);
  // Statistics of fewer than eight rows say little, and a batch of fixed size is what the model says it is.
  const least = network.layers.some(({kind}) => kind === "BatchNormalization") ? 8 : 1;
  const fixed = setting.blueprint.prototype.inputs.some(({shape}) => shape[0] !== null);
  const batches = [given.batchSize, ...(fixed ? [] : fewer.batches.filter((size) => size < given.batchSize && size >= least))];
  const rows = [Infinity, ...fewer.rows.filter((count) => count < given.rows)];
  const all = rows.flatMap((count) =>
    batches.map((batchSize) => ({
      ...given,
      rows: Math.min(count, given.rows),
      held: Math.min(count, given.held),
      batchSize,
      of: given.rows,
    })),
  );
  return all.slice(1);
}

/** A protocol in words, such as `on 500 of 20000 rows in batches of 8`; undefined when it is the user's own but for its steps. */
export function describe({rows, batchSize}: Protocol, setting: Setting): string | undefined {
  const given = asGiven(setting);
  const parts = [
    ...(rows < given.rows ? [`on ${rows} of ${setting.train.given} rows`] : []),
    ...(batchSize < given.batchSize ? [`in batches of ${batchSize}`] : []),
  ];
  return parts.length ? parts.join(" ") : undefined;
}

/** Makes a setting's fits go by a protocol: its rows are drawn once, with the case's seed. */
export function adopt(setting: Setting, {protocol: {rows, held, batchSize, steps, of}, task}: {protocol: Protocol; task: Task}): void {
  const {seed, train, validation, schedule} = setting;
  setting.train = subsample(train, {size: rows, seed, task});
  setting.validation = validation && subsample(validation, {size: held, seed, task});
  setting.schedule = {...schedule, batchSize, steps, ...(of !== undefined && {of})};
}

/** Steps of a fit that stands beside the case's own at least and at most: a short fit of the case is no reason for it to fail. */
export const beside = {least: 300, most: 1000};

/** Steps of a fit of another network, or on other rows, beside the case's own. */
export const stepsBeside = ({schedule}: Pick<Setting, "schedule">): number => Math.min(beside.most, Math.max(beside.least, schedule.steps));
