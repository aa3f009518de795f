import type {Check, Network, OwnTrial, Work} from "../check.js";
import type {Plan} from "../finding.js";
import {shuffledSteps} from "./bank.js";
import {stepSeconds} from "./cost.js";
import type {Setting} from "./fit.js";
import {crossed} from "./folds.js";
import type {Prepared} from "./prepare.js";
import {adopt, aroundSeconds, asGiven, describe, fitSeconds, leastSteps, setUp, smaller, cheapest, type Protocol} from "./protocol.js";

/** What will be trained and for whom. */
export interface Programme extends Plan {
  /** Checks that fit the budget. */
  checks: readonly Check[];
  /** What each check trains. */
  works?: ReadonlyMap<Check, Work>;
  /** How the case's own fits are made. */
  protocol?: Protocol;
  /** What the fits were made smaller to, in words. */
  sampled?: string;
  /** Whether the budget pays for fits that leave a fold out. */
  folds?: boolean;
  /** Steps that all descents may take together, where the fits were made smaller. */
  purse?: number;
}

/** Shares of the budget that the case's own fits may take: a third; of a network so heavy that its rows are sampled up to this. */
const shares = {own: 1 / 3, heavy: 0.6};

/** Steps of the fits of a network for which even the cheapest protocol is too dear: they tell what breaks at once. */
const fewestSteps = 20;

/** Checks that judge how many rows a batch has: fits in smaller ones tell them nothing. */
const ofBatches: ReadonlySet<string> = new Set(["batch-size"]);

/**
 * Chooses, before anything trains, which experiments fit a budget in seconds of the reference machine: the case's own fits may take a third of it,
 * then the checks follow, the cheapest first. Fits that cost more even when they are cut short are made on a sample of the rows and in smaller batches.
 * A verdict never depends on the clock, so neither does the plan.
 */
export function makePlan(checks: readonly Check[], {prepared, budget}: {prepared: Prepared; budget: number}): Programme {
  const {material, setting} = prepared;
  const able = checks.filter((check) => check.work);
  if (!setting || !material.network || !material.train || !material.schedule)
    return {summary: "nothing to train", fits: 0, seconds: 0, dropped: [], checks: able};
  const {network} = material;
  const facts = {
    train: setting.train,
    network,
    schedule: material.schedule,
    reference: material.reference,
    elsewhere: material.elsewhere,
  };
  const works = new Map(able.map((check) => [check, check.work!(facts)]));
  const wanted = Math.max(1, ...[...works.values()].map(({runs = 0}) => runs));
  const protocol = chooseProtocol(setting, {network, each: budget / wanted});
  const sampled = describe(protocol, setting);
  const purse = sampled ? Math.floor((budget * shares.own) / stepSeconds(network, {batchSize: 2})) : undefined;
  const price = pricing(setting, {network, protocol, purse});
  const {steps, batchSize} = setting.schedule;
  const smallerBatch =
    protocol.batchSize < batchSize ? `the budget pays for fits in batches of ${protocol.batchSize}, not of ${batchSize}` : undefined;
  const {chosen, dropped, ...taken} = choose(works, {budget, price, smallerBatch});
  const crossing = crossingOf(chosen, {material, price});
  const folds = crossing.fits > 0 && taken.seconds + crossing.seconds <= budget;
  const fits = taken.fits + (folds ? crossing.fits : 0);
  const seconds = taken.seconds + (folds ? crossing.seconds : 0);
  const cut = protocol.steps < steps ? `cut to ${protocol.steps} of ${steps} steps` : undefined;
  const told = sampled ? [sampled, ...(cut ? [cut] : [])].join(", ") : cut && `the case's own ${cut}`;
  return {
    summary: `${fits} fits, about ${Math.ceil(seconds)} s${told ? `, ${told}` : ""}`,
    fits,
    seconds,
    dropped,
    checks: able.filter((check) => chosen.has(check)),
    works,
    protocol,
    sampled: sampled && told,
    folds,
    purse,
  };
}

/** Fits that leave a fold out each, of the network and of the reference, for the checks that would judge few rows by them. */
function crossingOf(
  chosen: ReadonlySet<Check>,
  {material, price}: {material: Prepared["material"]; price: Price},
): {fits: number; seconds: number} {
  const wanted = [...chosen].filter(({wants = []}) => wants.includes("folds"));
  if (!material.folds || wanted.length === 0) return {fits: 0, seconds: 0};
  const {reference} = material;
  const other =
    wanted.some(({needs}) => needs.includes("reference")) && reference ? price.trial({...reference.work, network: reference.network}) : 0;
  return {fits: crossed.folds * (other ? 2 : 1), seconds: crossed.folds * (price.run + other)};
}

/** The user's own rows and batches with as many steps as `each` seconds buy; where that is too few, a sample of the rows in smaller batches. */
function chooseProtocol(setting: Setting, {network, each}: {network: Network; each: number}): Protocol {
  const within = (protocol: Protocol, {share, least}: {share: number; least: number}): Protocol => {
    const pays = Math.floor((share * each - aroundSeconds(network, protocol)) / stepSeconds(network, protocol));
    return {...protocol, steps: Math.min(setting.schedule.steps, Math.max(least, pays))};
  };
  const given = asGiven(setting);
  if (fitSeconds(network, {...given, steps: Math.min(given.steps, leastSteps)}) <= shares.own * each)
    return within(given, {share: shares.own, least: leastSteps});
  for (const share of [shares.own, shares.heavy]) {
    const found = smaller(setting, {network, most: share * each});
    if (found) return within(found, {share, least: leastSteps});
  }
  return within(cheapest(setting, {network}), {share: shares.heavy, least: fewestSteps});
}

interface Price {
  /** Seconds of one of the case's own fits, of one on permuted targets, and of a check's own trial. */
  run: number;
  shuffled: number;
  trial(trial: OwnTrial): number;
}

function pricing(
  {schedule}: Setting,
  {network, protocol, purse}: {network: Network; protocol: Protocol; purse: number | undefined},
): Price {
  const around = aroundSeconds(network, protocol);
  const most = Math.max(protocol.steps, 1000);
  return {
    run: fitSeconds(network, protocol),
    shuffled: fitSeconds(network, {...protocol, steps: Math.min(protocol.steps, shuffledSteps)}),
    trial: ({steps, batchSize, network: other, descends}) => {
      if (other) return fitSeconds(other, {...protocol, steps: Math.min(steps, most), batchSize});
      if (descends) return setUp + Math.min(steps, purse ?? most) * stepSeconds(network, {batchSize});
      // A trial in the user's batches is cut as his own fits are.
      const own = batchSize === schedule.batchSize;
      if (own) return around + Math.min((steps * protocol.steps) / schedule.steps, most) * stepSeconds(network, protocol);
      // Where there is a purse, it is for descents, which are neither looked at nor judged.
      return (purse ? setUp : around) + Math.min(steps, purse ?? most) * stepSeconds(network, {batchSize});
    },
  };
}

interface Choice {
  chosen: ReadonlySet<Check>;
  fits: number;
  seconds: number;
  dropped: readonly {name: string; reason: string}[];
}

/** The checks that a budget pays for, the cheapest first and the late ones last: fits that one has paid for are free for the others. */
function choose(
  works: ReadonlyMap<Check, Work>,
  {budget, price, smallerBatch}: {budget: number; price: Price; smallerBatch: string | undefined},
): Choice {
  const chosen = new Set<Check>();
  const dropped: {name: string; reason: string}[] = [];
  let [runs, permuted, seconds, fits] = [0, 0, 0, 0];
  const cost = ({runs: some = 0, shuffled = 0, trials = []}: Work) => {
    const made = [Math.max(0, some - runs), Math.max(0, shuffled - permuted)] as const;
    const own = trials.reduce((sum, trial) => sum + price.trial(trial), 0);
    return {fits: made[0] + made[1] + trials.length, seconds: own + made[0] * price.run + made[1] * price.shuffled};
  };
  const alone = new Map([...works].map(([check, work]) => [check, cost(work).seconds]));
  const order = [...works].sort(
    ([a, one], [b, other]) => Number(one.late ?? false) - Number(other.late ?? false) || alone.get(a)! - alone.get(b)!,
  );
  for (const [check, work] of order) {
    const extra = cost(work);
    const {name} = check.about;
    if (smallerBatch && ofBatches.has(name)) dropped.push({name, reason: smallerBatch});
    else if (seconds + extra.seconds > budget)
      dropped.push({
        name,
        reason: `needs about ${extra.seconds.toFixed(1)} s; ${Math.max(0, budget - seconds).toFixed(1)} s are left of the budget of ${budget} s`,
      });
    else {
      chosen.add(check);
      seconds += extra.seconds;
      fits += extra.fits;
      [runs, permuted] = [Math.max(runs, work.runs ?? 0), Math.max(permuted, work.shuffled ?? 0)];
    }
  }
  return {chosen, fits, seconds, dropped};
}

/** Makes a case's fits go by a plan, before anything trains. */
export function follow(prepared: Prepared, {protocol, purse, sampled, folds}: Programme): void {
  const {setting, material, inference} = prepared;
  if (!folds) delete material.folds;
  if (!setting || !protocol) return;
  adopt(setting, {protocol, task: inference.task});
  if (purse !== undefined) setting.purse = {steps: purse, left: purse};
  if (!sampled) return;
  prepared.sampled = sampled;
  // What checks of the training ask it for, the steps of an epoch, is that of our fits.
  material.schedule = {...material.schedule!, batchSize: protocol.batchSize};
}
