/** What one training step costs, whatever the machine. */
export interface StepCost {
  /** Multiply-adds of the forward pass on the whole batch; the backward pass takes twice as many again. */
  multiplyAdds: number;
  /** Layers that a step dispatches, a recurrent one once for each time step. */
  dispatches: number;
  /** Values that all layers give for the whole batch. */
  elements: number;
  /** Weights that the optimizer updates. */
  parameters: number;
}

interface Price {
  /** Seconds of a step that does next to nothing. */
  step: number;
  /** Seconds a dispatched layer, forward and backward. */
  dispatch: number;
  /** Seconds a multiply-add. */
  multiplyAdd: number;
  /** Seconds a value that a layer gives, forward and backward. */
  element: number;
  /** Seconds a weight's update by Adam. */
  parameter: number;
}

/** Prices on the reference machine (two cores), fitted to `npm run bench backends`. */
const prices: Readonly<Record<"wasm" | "tensorflow", Price>> = {
  wasm: {step: 0.8e-3, dispatch: 0.3e-3, multiplyAdd: 5.5e-11, element: 2.9e-8, parameter: 1.2e-8},
  tensorflow: {step: 2.5e-3, dispatch: 1.1e-3, multiplyAdd: 3e-11, element: 1.5e-8, parameter: 1e-8},
};

/** Seconds of a training step on the reference machine. */
export function stepSeconds({multiplyAdds, dispatches, elements, parameters}: StepCost, {backend}: {backend: keyof typeof prices}): number {
  const {step, dispatch, multiplyAdd, element, parameter} = prices[backend];
  return step + dispatch * dispatches + 3 * multiplyAdd * multiplyAdds + element * elements + parameter * parameters;
}

/**
 * Seconds of a forward pass on the reference machine's wasm. No tape, no update and a few kernels a layer: on nets from one dense layer to GRUs of 50 steps a pass over one
 * row takes a tenth of a step's fixed time, and each row a sixth of what its values cost in a step.
 */
export const forwardSeconds = ({multiplyAdds, dispatches, elements}: StepCost): number =>
  forward.pass + forward.dispatch * dispatches + prices.wasm.multiplyAdd * multiplyAdds + (prices.wasm.element / 6) * elements;

const forward = {pass: 0.1e-3, dispatch: 0.04e-3};

/** True when native TensorFlow would train such a network faster than wasm. */
export const nativeIsFaster = (cost: StepCost): boolean =>
  stepSeconds(cost, {backend: "tensorflow"}) < stepSeconds(cost, {backend: "wasm"});

/** The step's size as a message says it: `0.4 Mflop a step`, two operations a multiply-add, forward and backward. */
export function describeCost({multiplyAdds}: StepCost): string {
  const flop = 6 * multiplyAdds;
  return `${Number((flop / 1e6).toPrecision(2))} Mflop a step`;
}
