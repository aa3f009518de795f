import {clipped} from "../trial/clipping.js";
import {change, literal} from "./code.js";
import {withModel} from "./rebuild.js";
import type {Remedy} from "./treatment.js";

/** Norm of all gradients together that a step may have. */
const most = 1;

/** Gradients whose norm is at most 1 (Pascanu et al. 2013): tfjs's optimizers cannot, a class of one's own does. */
export const clip: Remedy = ({network}) => {
  const {name} = network.optimizer;
  const loss = network.outputs.length === 1 && network.outputs[0]!.loss !== "custom" ? literal(network.outputs[0]!.loss) : "model.loss";
  return [
    {
      title: `gradients clipped to a norm of ${most}`,
      change: change("", code({optimizer: classOf(name), loss, metrics: network.metrics})),
      apply: (subject) => withModel(subject, {optimizer: (own) => clipped(own, {most})}),
    },
  ];
};

/** The name of tfjs's class of an optimizer, by the name that it is saved under. */
const classOf = (name: string): string =>
  /^(SGD|Momentum|RMSProp|Adagrad|Adadelta|Adam|Adamax)$/.test(name) ? `tf.${name}Optimizer` : "tf.AdamOptimizer";

const code = ({optimizer, loss, metrics}: {optimizer: string; loss: string; metrics: readonly string[]}): string =>
  [
    `class Clipped extends ${optimizer} {`,
    "  override applyGradients(gradients: {name: string; tensor: tf.Tensor}[]) {",
    "    tf.tidy(() => {",
    `      const norm = tf.addN(gradients.map(({tensor}) => tensor.square().sum())).sqrt();`,
    `      const scale = tf.scalar(${most}).div(tf.maximum(norm, ${most}));`,
    "      super.applyGradients(gradients.map(({name, tensor}) => ({name, tensor: tensor.mul(scale)})));",
    "    });",
    "  }",
    "}",
    "const optimizer = Clipped.fromConfig(Clipped, model.optimizer.getConfig());",
    `model.compile({optimizer, loss: ${loss}${metrics.length ? `, metrics: ${literal(metrics)}` : ""}});`,
  ].join("\n");
