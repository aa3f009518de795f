import {tf} from "../../src/index.js";

/** What a layer of the user's own does. */
interface Behaviour {
  /** Its value; `k` is its one weight, of the last dimension's size, when it has one. */
  call: (x: tf.Tensor, k: tf.Tensor) => tf.Tensor;
  /** Number that the weight starts at; no weight when left out. */
  weight?: number;
}

const known = new Map<string, typeof tf.layers.Layer>();

/** A layer of the user's own that keeps the shape; registered under its name, so that it can be cloned. */
export function ownLayer(name: string, {call, weight}: Behaviour): tf.layers.Layer {
  if (!known.has(name)) {
    class Own extends tf.layers.Layer {
      static readonly className = name;
      private k?: tf.LayerVariable;
      override build(shape: tf.Shape | tf.Shape[]): void {
        const width = ([shape].flat(1) as number[]).at(-1)!;
        if (weight !== undefined) this.k = this.addWeight("k", [width], "float32", tf.initializers.constant({value: weight}));
        super.build(shape);
      }
      override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
        return shape;
      }
      override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
        return tf.tidy(() => call([inputs].flat()[0]!, this.k ? this.k.read() : tf.scalar(0)));
      }
    }
    tf.serialization.registerClass(Own);
    known.set(name, Own as unknown as typeof tf.layers.Layer);
  }
  return new (known.get(name) as unknown as new (config: object) => tf.layers.Layer)({});
}
