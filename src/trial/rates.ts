import * as tf from "@tensorflow/tfjs";
import type {Case} from "../case.js";

/** How the learning rate goes with a training's progress: a factor of the optimizer's own rate for 0 (the first step) to 1 (the end). */
export type RateCurve = (progress: number) => number;

/** A callback of `fit` that leads the learning rate along a curve; ddx's own fits of a case follow it too. */
export interface RateSchedule extends tf.Callback {
  rateAt: RateCurve;
}

const cosine = (progress: number): number => (1 + Math.cos(Math.PI * progress)) / 2;

/** Up over the first tenth, then down to nothing along half a cosine (Goyal et al. 2017; Loshchilov & Hutter 2017). */
const warmUp: RateCurve = (progress) => (progress < 0.1 ? 0.1 + 9 * progress : cosine((progress - 0.1) / 0.9));

/** Four triangles between a quarter of the rate and all of it (Smith 2017). */
const cyclic: RateCurve = (progress) => 0.25 + 0.75 * (1 - Math.abs(2 * ((4 * progress) % 1) - 1));

/** From a tenth of the rate up to three times it over the first third, then down to nothing (Smith & Topin 2019). */
const oneCycle: RateCurve = (progress) => (progress < 0.3 ? 0.1 + (2.9 * progress) / 0.3 : 3 * cosine((progress - 0.3) / 0.7));

const curves = {warmUp, cyclic, oneCycle};

/** A schedule of the learning rate: `model.fit(x, y, {callbacks: [rateSchedule("oneCycle")]})`, or as a case's `fit.callbacks`. Throws RangeError for a name that there is not. */
export function rateSchedule(name: keyof typeof curves): RateSchedule {
  if (!Object.hasOwn(curves, name)) throw new RangeError(`expected one of ${Object.keys(curves).join(", ")}, got ${JSON.stringify(name)}`);
  return new Schedule(curves[name]);
}

/** tfjs gives the model only to what extends its own class. */
class Schedule extends tf.Callback {
  #step = 0;
  #base?: number;

  constructor(readonly rateAt: RateCurve) {
    super();
  }

  override async onTrainBegin(): Promise<void> {
    this.#step = 0;
    this.#base = rateOf(this.#optimizer);
  }

  override async onBatchBegin(): Promise<void> {
    const {epochs, steps, samples, batchSize} = this.params as Readonly<Record<string, number | null>>;
    const all = epochs! * (steps ?? Math.ceil(samples! / batchSize!));
    setRate(this.#optimizer, this.#base! * this.rateAt(Math.min(1, this.#step++ / all)));
  }

  override async onTrainEnd(): Promise<void> {
    setRate(this.#optimizer, this.#base!);
  }

  get #optimizer(): tf.Optimizer {
    return (this as unknown as {model: tf.LayersModel}).model.optimizer;
  }
}

/** The curve of the rate that the case's own fit follows, where a schedule of ddx leads it. */
export function curveOf(fit: Case["fit"]): RateCurve | undefined {
  const found = [fit?.callbacks].flat().find((one) => typeof (one as Partial<RateSchedule> | undefined)?.rateAt === "function");
  return (found as RateSchedule | undefined)?.rateAt;
}

/** The name of one of ddx's own curves; undefined for another function. */
export const nameOfCurve = (curve: RateCurve): string | undefined => Object.entries(curves).find(([, one]) => one === curve)?.[0];

/** The curve of a name that {@link nameOfCurve} gave. */
export const curveNamed = (name: string): RateCurve => curves[name as keyof typeof curves];

/** The learning rate of an optimizer. */
export const rateOf = (optimizer: tf.Optimizer): number => (optimizer as unknown as {learningRate: number}).learningRate;

/** Sets the learning rate of an optimizer: SGD keeps it in a tensor too. */
export function setRate(optimizer: tf.Optimizer, rate: number): void {
  const own = optimizer as unknown as {learningRate: number; setLearningRate?: (rate: number) => void};
  if (own.setLearningRate) own.setLearningRate(rate);
  else own.learningRate = rate;
}
