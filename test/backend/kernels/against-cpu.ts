import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import fc from "fast-check";
import {onBoth, runKernel, worst} from "../both.js";

/** One call of a kernel. */
export interface Trial {
  /** Shape of each input, by name, or in order for kernels that take a list. */
  shapes: Readonly<Record<string, number[]>> | readonly number[][];
  /** The kernel's attributes. */
  attrs?: object;
  /** Inputs that are not random numbers. */
  given?: Readonly<Record<string, () => tf.Tensor>>;
}

/** Asserts that a kernel gives on wasm what it gives on cpu, to 1e-4 of the largest value, for random shapes; `onBoth` looks after leaks. */
export async function againstCpu(kernel: string, trials: fc.Arbitrary<Trial>): Promise<void> {
  const property = fc.asyncProperty(trials, async ({shapes, attrs, given = {}}) => {
    const inputs = () =>
      Object.assign(
        Array.isArray(shapes) ? [] : {},
        mapped(shapes, (shape: number[], i) => tf.randomNormal(shape, 0, 1, "float32", i + 1)),
        mapped(given, (make: () => tf.Tensor) => make()),
      );
    const {cpu, wasm} = await onBoth(() => runKernel(kernel, {inputs, attrs}));
    expect(wasm.shape).eql(cpu.shape);
    expect(worst(wasm.values, cpu.values), "largest difference").most(1e-4);
  });
  await fc.assert(property, {numRuns: 60, seed: 7});
}

/** A whole number. */
export const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({min, max});

/** A 2-D window over images: what convolutions and pools share. */
export interface Windowed {
  input: [number, number, number, number];
  window: [number, number];
  strides: [number, number];
  pad: "same" | "valid" | [[0, 0], [number, number], [number, number], [0, 0]];
}

/** Images of up to 3 × 9 × 9 × 4, windows up to 4, strides up to 3, every kind of padding, such that the window fits. */
export const windowed: fc.Arbitrary<Windowed> = fc
  .record({
    batch: whole(1, 3),
    size: fc.tuple(whole(1, 9), whole(1, 9)),
    channels: whole(1, 4),
    window: fc.tuple(whole(1, 4), whole(1, 4)),
    strides: fc.tuple(whole(1, 3), whole(1, 3)),
    pad: fc.oneof(fc.constantFrom("same" as const, "valid" as const), explicit()),
  })
  .filter(
    ({size, window, pad}) =>
      pad === "same" || window.every((length, i) => length <= size[i]! + (pad === "valid" ? 0 : pad[i + 1]![0] + pad[i + 1]![1])),
  )
  .map(({batch, size, channels, ...rest}) => ({...rest, input: [batch, ...size, channels]}));

function explicit() {
  const edge = fc.tuple(whole(0, 4), whole(0, 4));
  return fc
    .tuple(edge, edge)
    .map(([rows, columns]): [[0, 0], [number, number], [number, number], [0, 0]] => [[0, 0], rows, columns, [0, 0]]);
}

const mapped = <T>(record: object, make: (value: T, index: number) => tf.Tensor): tf.NamedTensorMap =>
  Object.fromEntries(Object.entries(record).map(([name, value], i) => [name, make(value as T, i)]));
