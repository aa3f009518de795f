import type {About, Diagnosis, Finding, Num, Observation, Source} from "ddx";

const lecun: Source = {
  title: "Efficient BackProp",
  by: "LeCun, Bottou, Orr, Müller",
  year: 1998,
  at: "§4.3",
  url: "https://doi.org/10.1007/3-540-49430-8_2",
};
const recipe: Source = {
  title: "A Recipe for Training Neural Networks",
  by: "Andrej Karpathy",
  year: 2019,
  url: "https://karpathy.github.io/2019/04/25/recipe/",
};
const penguins: Source = {title: "palmerpenguins", by: "Horst, Hill, Gorman", year: 2020};

/** Forty losses that hover about `level`, the same each time. */
const flat = (level: number, wave: number): number[] =>
  Array.from({length: 40}, (_, epoch) => level + wave * Math.sin(epoch * 1.7) * Math.exp(-epoch / 30));

/** A finding with what the tests do not care about filled in. */
export function finding(
  about: Partial<About> & Pick<About, "name" | "stage">,
  seen: Partial<Observation> & Pick<Observation, "verdict" | "summary">,
): Finding {
  const whole: About = {
    symptom: "the loss stays where it was",
    cause: "see the source",
    remedy: "see the source",
    source: recipe,
    ...about,
  };
  return {about: whole, evidence: [], ...seen};
}

const unscaledInputs = finding(
  {
    name: "unscaled-inputs",
    stage: "data",
    symptom: "The loss falls a little and then stays, whatever the number of epochs.",
    cause:
      "Features on very different scales make the loss surface a narrow valley: the step that suits one direction is far too long or too short for another.",
    remedy: "Subtract each feature's mean and divide by its standard deviation, both taken from the training rows only.",
    source: lecun,
    explains: ["cannot-memorise", "dead-units", "below-baseline"],
  },
  {
    verdict: "fail",
    summary: "body_mass_g has a standard deviation of 801.9 and a mean of 4202; 95 % of healthy inputs lie within ±3",
    certainty: "exact",
    evidence: [
      {kind: "number", label: "largest standard deviation", value: 801.9449, expected: 1, unit: "g"},
      {
        kind: "table",
        label: "Features as the network sees them",
        columns: ["feature", "mean", "deviation", "least", "most"],
        rows: [
          ["bill_length_mm", 43.92193, 5.459584, 32.1, 59.6],
          ["bill_depth_mm", 17.15117, 1.974793, 13.1, 21.5],
          ["flipper_length_mm", 200.9152, 14.061714, 172, 231],
          ["body_mass_g", 4201.754, 801.9545, 2700, 6300],
        ],
      },
      {
        kind: "histogram",
        label: "Distribution of body_mass_g",
        x: {label: "body mass (g)"},
        edges: [2700, 3000, 3300, 3600, 3900, 4200, 4500, 4800, 5100, 5400, 5700, 6000, 6300],
        series: [{name: "body_mass_g", counts: [9, 26, 53, 61, 42, 36, 33, 24, 21, 19, 14, 4]}],
        marks: [{axis: "x", value: 4201.75, label: "mean"}],
      },
    ],
  },
);

const deadUnits = finding(
  {
    name: "dead-units",
    stage: "model",
    symptom: "Part of a layer gives zero for every row.",
    cause: "A ReLU whose input is negative on every row has no gradient, so it never comes back.",
    remedy: "Scale the inputs, use He initialisation, or try a leaky ReLU.",
    source: {
      title: "Dying ReLU and Initialization",
      by: "Lu, Shin, Su, Karniadakis",
      year: 2019,
      at: "§2",
      url: "https://arxiv.org/abs/1903.06733",
    },
  },
  {
    verdict: "fail",
    summary: "11 of 16 units of dense_1 are zero on all 342 rows; fewer than 2 are expected at initialisation",
    certainty: "exact",
    evidence: [
      {
        kind: "matrix",
        label: "Share of rows on which a unit is active",
        rows: ["dense_1", "dense_2"],
        columns: ["u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8"],
        values: [
          [0, 1, 0, 0, 0.9912, 0, 0, 1],
          [0.5117, 0, 0.4883, 1, 0, "NaN", 0.25, 0.7544],
        ],
      },
      {
        kind: "image",
        label: "Activations, unit by row",
        width: 8,
        height: 6,
        channels: 1,
        pixels: Array.from({length: 48}, (_, at) => (at % 8 === 1 || at % 8 === 4 ? 235 - at : 8)),
      },
    ],
  },
);

const softmaxOnSingleUnit = finding(
  {
    name: "softmax-on-single-unit",
    stage: "model",
    symptom: "Every row is given the same class.",
    cause: "Softmax over one unit is always 1: nothing reaches the weights.",
    remedy: "Give the last layer a sigmoid, or one unit for each class.",
    source: recipe,
    explains: ["learns-shuffled-labels"],
  },
  {
    verdict: "fail",
    summary: "the last layer has 1 unit and a softmax: its output is 1 for every row",
    certainty: "exact",
    evidence: [{kind: "code", label: "The layer", language: "ts", code: 'tf.layers.dense({units: 1, activation: "softmax"})'}],
  },
);

const cannotMemorise = finding(
  {
    name: "cannot-memorise",
    stage: "golden",
    symptom: "Even eight rows cannot be learnt by heart.",
    cause: "Something between the inputs and the loss is broken, or the steps are far too long.",
    remedy: "Find what is broken before you tune anything: the network has weights enough.",
    source: recipe,
  },
  {
    verdict: "warn",
    summary: "loss on 8 rows is 1.07 after 200 steps at the best of 5 learning rates; a sound network reaches 0.01",
    certainty: {p: 0.00042, test: "Wilcoxon signed rank"},
    evidence: [
      {
        kind: "series",
        label: "Loss on eight rows at each learning rate",
        x: {label: "epoch"},
        y: {label: "loss", scale: "log"},
        lines: [
          {name: "0.1", values: [4.71, 38.2, 911, "Infinity", "NaN", "NaN"] as Num[]},
          {name: "0.01", values: flat(1.6, 0.6)},
          {name: "0.001", values: flat(1.09, 0.1)},
        ],
        marks: [{axis: "y", value: 0.01, label: "learnt by heart"}],
      },
    ],
  },
);

const quiet: Finding[] = [
  finding(
    {name: "missing-values", stage: "data", source: penguins},
    {verdict: "pass", summary: "none of 1368 values is missing or not finite", certainty: "exact"},
  ),
  finding(
    {name: "wrong-labels-encoding", stage: "data"},
    {verdict: "pass", summary: "342 targets are one-hot over 3 classes", certainty: "exact"},
  ),
  finding(
    {name: "class-imbalance", stage: "data"},
    {verdict: "warn", summary: "Chinstrap has 68 of 342 rows (20 %); accuracy alone would hide it"},
  ),
  finding(
    {name: "wrong-loss", stage: "model"},
    {verdict: "pass", summary: "categoricalCrossentropy suits 3 classes with one-hot targets", certainty: "exact"},
  ),
  finding(
    {name: "learns-shuffled-labels", stage: "golden"},
    {
      verdict: "unsure",
      summary: "kappa is 0.04 over 5 permutations; 20 permutations would settle it",
      certainty: {p: 0.17, test: "permutation"},
    },
  ),
  finding({name: "flat-loss", stage: "training"}, {verdict: "pass", summary: "the loss fell from 31.2 to 1.09 in 40 epochs"}),
  finding(
    {name: "exploding-loss", stage: "training"},
    {verdict: "skip", summary: "no history was given; pass the result of model.fit as history"},
  ),
  finding(
    {name: "below-baseline", stage: "metrics"},
    {
      verdict: "fail",
      summary: "accuracy is 0.442 on 86 held-out rows; always saying Adelie scores 0.442",
      certainty: {p: 0.53, test: "exact binomial"},
      evidence: [{kind: "text", label: "What it answers", text: "Adelie for 86 of 86 rows."}],
    },
  ),
];

/** Penguins by four measures, body mass in grams and unscaled: evidence of every kind, every verdict. */
export const diagnosis: Diagnosis = {
  findings: [unscaledInputs, ...quiet.slice(0, 3), deadUnits, softmaxOnSingleUnit, quiet[3]!, cannotMemorise, ...quiet.slice(4)],
  suspects: [
    {
      name: "unscaled-inputs",
      because: [unscaledInputs.summary, "explains cannot-memorise, dead-units and below-baseline"],
      remedy: unscaledInputs.about.remedy,
      certainty: "certain",
    },
    {name: "softmax-on-single-unit", because: [softmaxOnSingleUnit.summary], remedy: softmaxOnSingleUnit.about.remedy, certainty: "likely"},
  ],
  environment: {ddx: "0.1.0", tfjs: "4.22.0", backend: "wasm", task: "multiclass", rows: 342, seed: 1},
  plan: {summary: "6 fits, about 4 s", fits: 6, seconds: 4.1, dropped: []},
  seconds: 4.3172,
};
