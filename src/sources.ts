import type {Source} from "./finding.js";

/** The bibliography: every check cites one of these, some with the page or section. */
export const sources = {
  karpathy: {
    title: "A Recipe for Training Neural Networks",
    by: "Andrej Karpathy",
    year: 2019,
    url: "https://karpathy.github.io/2019/04/25/recipe/",
  },
  crossValidated: {
    title: "What should I do when my neural network doesn't learn?",
    by: "Sycorax and others, CrossValidated 352036",
    year: 2018,
    url: "https://stats.stackexchange.com/q/352036",
  },
  efficientBackprop: {
    title: "Efficient BackProp",
    by: "Yann LeCun, Léon Bottou, Genevieve Orr, Klaus-Robert Müller",
    year: 1998,
    at: "section 4.3",
  },
  glorot: {
    title: "Understanding the difficulty of training deep feedforward neural networks",
    by: "Xavier Glorot, Yoshua Bengio",
    year: 2010,
    url: "https://proceedings.mlr.press/v9/glorot10a.html",
  },
  he: {
    title: "Delving Deep into Rectifiers",
    by: "Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun",
    year: 2015,
    url: "https://arxiv.org/abs/1502.01852",
  },
  goodfellow: {
    title: "Deep Learning",
    by: "Ian Goodfellow, Yoshua Bengio, Aaron Courville",
    year: 2016,
    url: "https://www.deeplearningbook.org",
  },
  cs231n: {
    title: "CS231n: Convolutional Neural Networks for Visual Recognition",
    by: "Stanford",
    url: "https://cs231n.github.io/neural-networks-3/",
  },
  neuralint: {
    title: "Automatic Fault Detection for Deep Learning Programs Using Graph Transformations",
    by: "Amin Nikanjam and others",
    year: 2021,
    url: "https://arxiv.org/abs/2105.08095",
  },
  deepDiagnosis: {
    title: "DeepDiagnosis: Automatically Diagnosing Faults and Recommending Actionable Fixes in Deep Learning Programs",
    by: "Mohammad Wardat and others",
    year: 2022,
    url: "https://arxiv.org/abs/2112.04182",
  },
  autotrainer: {
    title: "AUTOTRAINER: An Automatic DNN Training Problem Detection and Repair System",
    by: "Xiaoyu Zhang and others",
    year: 2021,
    url: "https://arxiv.org/abs/2102.03049",
  },
  deepChecker: {
    title: "TheDeepChecker: Testing Deep Learning Training Programs",
    by: "Houssem Ben Braiek, Foutse Khomh",
    year: 2023,
    url: "https://arxiv.org/abs/2204.00694",
  },
  umlaut: {
    title: "UMLAUT: Debugging Deep Learning Programs using Program Structure and Model Behavior",
    by: "Eldon Schoop and others",
    year: 2021,
    url: "https://doi.org/10.1145/3411764.3445538",
  },
  zhang: {
    title: "Understanding deep learning requires rethinking generalization",
    by: "Chiyuan Zhang and others",
    year: 2017,
    url: "https://arxiv.org/abs/1611.03530",
  },
  kappa: {
    title: "A coefficient of agreement for nominal scales",
    by: "Jacob Cohen",
    year: 1960,
    url: "https://doi.org/10.1177/001316446002000104",
  },
  northcutt: {
    title: "Confident Learning: Estimating Uncertainty in Dataset Labels",
    by: "Curtis Northcutt, Lu Jiang, Isaac Chuang",
    year: 2021,
    url: "https://arxiv.org/abs/1911.00068",
  },
  bengio: {
    title: "Practical Recommendations for Gradient-Based Training of Deep Architectures",
    by: "Yoshua Bengio",
    year: 2012,
    url: "https://arxiv.org/abs/1206.5533",
  },
  kaufman: {
    title: "Leakage in data mining: formulation, detection, and avoidance",
    by: "Shachar Kaufman and others",
    year: 2012,
    url: "https://doi.org/10.1145/2382577.2382579",
  },
  sculley: {
    title: "Hidden Technical Debt in Machine Learning Systems",
    by: "D. Sculley and others",
    year: 2015,
    url: "https://papers.nips.cc/paper/5656-hidden-technical-debt-in-machine-learning-systems",
  },
  deepchecks: {
    title: "Deepchecks: A Library for Testing and Validating Machine Learning Models and Data",
    by: "Shir Chorev and others",
    year: 2022,
    url: "https://arxiv.org/abs/2203.08491",
  },
  guo: {
    title: "On Calibration of Modern Neural Networks",
    by: "Chuan Guo, Geoff Pleiss, Yu Sun, Kilian Weinberger",
    year: 2017,
    url: "https://arxiv.org/abs/1706.04599",
  },
  gorodkin: {
    title: "Comparing two K-category assignments by a K-category correlation coefficient",
    by: "Jan Gorodkin",
    year: 2004,
    url: "https://doi.org/10.1016/j.compbiolchem.2004.09.006",
  },
  chung: {
    title: "Slice Finder: Automated Data Slicing for Model Validation",
    by: "Yeounoh Chung and others",
    year: 2019,
    url: "https://arxiv.org/abs/1807.06068",
  },
  mltest: {
    title: "mltest: Automatically test neural network models in one function call",
    by: "Chase Roberts",
    year: 2017,
    url: "https://github.com/Thenerdstation/mltest",
  },
  tfjs: {title: "tensorflow.js 4.22, source of tfjs-layers", by: "Google", year: 2024, url: "https://github.com/tensorflow/tfjs"},
} as const satisfies Record<string, Source>;
