/** What one training step costs, whatever the machine. */
export interface StepCost {
  /** Multiply-adds of the forward pass on the whole batch; the backward pass takes twice as many again. */
  multiplyAdds: number;
  /** Layers that a step dispatches, a recurrent one once for each time step. */
  dispatches: number;
}

interface Price {
  /** Seconds of a step that does next to nothing. */
  step: number;
  /** Seconds a dispatched layer, forward and backward. */
  dispatch: number;
  /** Seconds a multiply-add. */
  multiplyAdd: number;
}

/** Prices on the reference machine (two cores), fitted to `npm run bench backends`. */
const prices: Readonly<Record<"wasm" | "tensorflow", Price>> = {
  wasm: {step: 0.8e-3, dispatch: 0.3e-3, multiplyAdd: 2e-10},
  tensorflow: {step: 2.5e-3, dispatch: 0.9e-3, multiplyAdd: 1.2e-10},
};

/** Seconds of a training step on the reference machine. */
export function stepSeconds({multiplyAdds, dispatches}: StepCost, {backend}: {backend: keyof typeof prices}): number {
  const {step, dispatch, multiplyAdd} = prices[backend];
  return step + dispatch * dispatches + 3 * multiplyAdd * multiplyAdds;
}

/** True when native TensorFlow would train such a network faster than wasm. */
export const nativeIsFaster = (cost: StepCost): boolean =>
  stepSeconds(cost, {backend: "tensorflow"}) < stepSeconds(cost, {backend: "wasm"});

/** The step's size as a message says it: `0.4 Mflop a step`, two operations a multiply-add, forward and backward. */
export function describeCost({multiplyAdds}: StepCost): string {
  const flop = 6 * multiplyAdds;
  return `${Number((flop / 1e6).toPrecision(2))} Mflop a step`;
}
