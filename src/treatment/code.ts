import type {Entry} from "./rebuild.js";

/** Options of layers that say what a layer is, in the order in which a person writes them. */
const told = [
  "units",
  "filters",
  "kernelSize",
  "strides",
  "inputDim",
  "outputDim",
  "maskZero",
  "rate",
  "alpha",
  "momentum",
  "poolSize",
  "activation",
  "trainable",
];

/** What tfjs takes for granted. */
const usual: Readonly<Record<string, unknown>> = {activation: "linear", trainable: true, maskZero: false};

/** A layer as TypeScript, such as `tf.layers.dense({units: 1, activation: "sigmoid"})`; initialisers and regularisers where they are not the usual ones. */
export function codeOf({className, config}: Entry): string {
  const options = told
    .filter((name) => config[name] !== undefined && config[name] !== null && !same(config[name], usual[name]))
    .map((name) => `${name}: ${literal(config[name])}`);
  const input = (config.batchInputShape as unknown[] | undefined)?.slice(1);
  const parts = Object.entries(config).flatMap(([name, value]) =>
    /Initializer$|Regularizer$/.test(name) ? maker(name, value as Entry | null) : [],
  );
  return `tf.layers.${builder(className)}({${[...options, ...parts, ...(input ? [`inputShape: ${literal(input)}`] : [])].join(", ")}})`;
}

/** The function of `tf.layers` that makes a class: `Conv2D` by `conv2d`, `LeakyReLU` by `leakyReLU`. */
const builder = (className: string): string =>
  ({
    ReLU: "reLU",
    LeakyReLU: "leakyReLU",
    PReLU: "prelu",
    ELU: "elu",
    ThresholdedReLU: "thresholdedReLU",
    LSTM: "lstm",
    GRU: "gru",
    RNN: "rnn",
    SimpleRNN: "simpleRNN",
  })[className] ?? className.replace(/^[A-Z]/, (letter) => letter.toLowerCase()).replace(/([123])D/, "$1d");

const usualParts = /Initializer.*(VarianceScaling|GlorotUniform|GlorotNormal|Zeros|Orthogonal|RandomUniform)/;

/** An initialiser or a regulariser that is worth a word. */
function maker(name: string, value: Entry | null): string[] {
  if (!value?.className) return [];
  const {className, config} = value;
  if (className === "L1L2") {
    const {l1 = 0, l2 = 0} = config as {l1?: number; l2?: number};
    return l1 || l2
      ? [`${name}: tf.regularizers.${l1 && l2 ? "l1l2" : l1 ? "l1" : "l2"}(${literal({...(l1 && {l1}), ...(l2 && {l2})})})`]
      : [];
  }
  const he = className === "VarianceScaling" && config.scale === 2;
  if (he) return [`${name}: "heNormal"`];
  if (
    usualParts.test(`${name} ${className}`) &&
    !(className === "Zeros" && name === "kernelInitializer") &&
    !(className === "RandomUniform")
  )
    return [];
  const options = Object.fromEntries(Object.entries(config).filter(([, option]) => option !== null && option !== undefined));
  return [
    `${name}: tf.initializers.${className.replace(/^[A-Z]/, (letter) => letter.toLowerCase())}(${Object.keys(options).length ? literal(options) : "{}"})`,
  ];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A value as TypeScript. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => `${key}: ${literal(part)}`)
      .join(", ")}}`;
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : JSON.stringify(value);
}

/** What was written and what is to be written instead; either may be empty. */
export function change(before: string, after: string): string {
  const lines = (text: string, mark: string) => (text ? [`// ${mark}`, ...text.split("\n")] : []);
  return [...lines(before, "before"), ...lines(after, "after")].join("\n");
}
