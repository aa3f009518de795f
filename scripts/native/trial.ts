import {run} from "./command.js";

/** What a trial of native TensorFlow in a project gave. */
export interface Trial {
  ok: boolean;
  /** TensorFlow's version when it works, else what went wrong. */
  says: string;
}

// A matMul and a convolution whose values are known.
const script = `
const tf = require("@tensorflow/tfjs-node");
const same = (tensor, values) => JSON.stringify(Array.from(tensor.dataSync())) === JSON.stringify(values);
const product = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]);
const folded = tf.conv2d(tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]), tf.ones([2, 2, 1, 1]), 1, "valid");
if (!same(product, [19, 22, 43, 50])) throw new Error("wrong product: " + product.dataSync());
if (!same(folded, [12, 16, 24, 28])) throw new Error("wrong convolution: " + folded.dataSync());
console.log("TensorFlow " + tf.backend().binding.TF_Version + ", backend " + tf.getBackend());
`;

/** Multiplies and folds with the project's tfjs-node, in a process of its own: a binding that does not fit may end it. */
export async function tryNative(cwd: string, {node = process.execPath}: {node?: string} = {}): Promise<Trial> {
  const {code, output} = await run(node, ["-e", script], {cwd});
  const [line = ""] = output.split("\n").filter((text) => /^(TensorFlow .*, backend|\w*Error:)/.test(text.trim()));
  if (code === 0 && line.endsWith("backend tensorflow")) return {ok: true, says: line.split(",")[0]!};
  return {ok: false, says: line.trim() || `node ended with code ${code}`};
}
