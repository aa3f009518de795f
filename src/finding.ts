/** What a check concluded: see {@link Observation}. */
export type Verdict = "pass" | "warn" | "fail" | "unsure" | "skip";

/** The part of the work that a check looks at, in the order in which they are run. */
export type Stage = "data" | "model" | "golden" | "training" | "metrics" | "sweep";

/** The stages in the order in which they are run. */
export const stages: readonly Stage[] = ["data", "model", "golden", "training", "metrics", "sweep"];

/** Where a rule or a threshold comes from. */
export interface Source {
  /** Title of the paper, book or page. */
  title: string;
  /** Authors, or the project. */
  by: string;
  /** Year of publication. */
  year?: number;
  /** Page, section or equation. */
  at?: string;
  /** Where it can be read. */
  url?: string;
}

/** What a check is about: one illness of a network. */
export interface About {
  /** The illness, in kebab-case; also the name of the check's file. */
  name: string;
  /** The stage that the check belongs to. */
  stage: Stage;
  /** What a person notices, one sentence. */
  symptom: string;
  /** Why it happens, one sentence. */
  cause: string;
  /** What to do about it, one sentence. */
  remedy: string;
  /** Where the rule comes from. */
  source: Source;
  /** Names of the illnesses that are only consequences of this one. */
  explains?: readonly string[];
  /** Probability of a `fail` on a healthy network, for a statistical check; 0.005 when left out. */
  level?: number;
}

/** A number that survives JSON: one that is not finite is written as a string. */
export type Num = number | "NaN" | "Infinity" | "-Infinity";

/** A line of a series. */
export interface Line {
  /** The legend's text. */
  name: string;
  /** Positions; 0, 1, 2, … when left out. */
  x?: readonly Num[];
  /** Values, one for each position. */
  values: readonly Num[];
}

/** A value on an axis that deserves a rule and a word, such as a threshold. */
export interface Mark {
  /** The axis that the value lies on. */
  axis: "x" | "y";
  /** Where. */
  value: Num;
  /** What it means. */
  label: string;
}

/** An axis of a chart. */
export interface Axis {
  /** Title, with the unit. */
  label: string;
  /** Linear when left out. */
  scale?: "linear" | "log";
}

/** What can be seen of a finding: plain data, each with a label that says what it shows. */
export type Evidence =
  | {kind: "number"; label: string; value: Num; expected?: Num; unit?: string}
  | {kind: "series"; label: string; x?: Axis; y?: Axis; lines: readonly Line[]; marks?: readonly Mark[]}
  | {kind: "table"; label: string; columns: readonly string[]; rows: readonly (readonly (string | Num | null)[])[]}
  | {kind: "matrix"; label: string; rows: readonly string[]; columns: readonly string[]; values: readonly (readonly Num[])[]}
  | {
      kind: "histogram";
      label: string;
      x?: Axis;
      edges: readonly Num[];
      series: readonly {name: string; counts: readonly number[]}[];
      marks?: readonly Mark[];
    }
  | {
      kind: "intervals";
      label: string;
      x?: Axis;
      rows: readonly {name: string; value: Num; low: Num; high: Num}[];
      marks?: readonly Mark[];
    }
  | {kind: "image"; label: string; width: number; height: number; channels: 1 | 3 | 4; pixels: readonly number[]}
  | {kind: "text"; label: string; text: string}
  | {kind: "code"; label: string; language: string; code: string};

/** How sure a verdict is: exact, or a test of hypothesis with its probability under a healthy network. */
export type Certainty = "exact" | {p: number; test: string};

/** What a check saw and concluded. */
export interface Observation {
  /**
   * `fail`: an illness beyond the check's level; `warn`: a weakness or a doubt, fails nothing;
   * `unsure`: under-powered, the summary says what would settle it; `skip`: a need is missing, the summary says which.
   */
  verdict: Verdict;
  /** One sentence with the measured figure and the expected one. */
  summary: string;
  /** What can be seen. */
  evidence: readonly Evidence[];
  /** How sure the verdict is. */
  certainty?: Certainty;
}

/** An observation and what it is about: plain JSON. */
export interface Finding extends Observation {
  /** The illness that was looked for. */
  about: About;
  /** Why a failing finding was turned into a warning: the case's `accept`. */
  accepted?: string;
}

/** A cause in the differential diagnosis, the likeliest first. */
export interface Suspect {
  /** The illness. */
  name: string;
  /** The findings that speak for it, one sentence each. */
  because: readonly string[];
  /** What to do. */
  remedy: string;
  /** `certain`: exact; `likely`: a failing statistical finding; `possible`: a warning that explains a failure. */
  certainty: "certain" | "likely" | "possible";
}

/** All that a diagnosis says; survives `JSON.stringify`. */
export interface Diagnosis {
  /** One finding a check, in the order of the stages. */
  findings: readonly Finding[];
  /** The differential: causes, the likeliest first; empty for a healthy network. */
  suspects: readonly Suspect[];
  /** Where and on what it ran: versions, backend, seed, rows, task. */
  environment: Readonly<Record<string, string | number>>;
  /** What was planned and what it was priced at. */
  plan?: Plan;
  /** Price of the experiments that were made, in seconds of the reference machine: not the clock, so that one seed gives one JSON. */
  seconds: number;
}

/** What will be trained, priced before anything trains. */
export interface Plan {
  /** One sentence, such as `6 fits, about 4 s`. */
  summary: string;
  /** Fits of the case's own network. */
  fits: number;
  /** Price in seconds of a reference machine (see the cost model in `src/trial/cost.ts`). */
  seconds: number;
  /** Checks that the budget leaves out, with the reason. */
  dropped: readonly {name: string; reason: string}[];
}

/** How often a check sees an illness of one strength in so many rows. */
export interface PowerCell {
  /** Strength of the illness; 0 is a healthy world. */
  strength: number;
  /** Rows of each world. */
  rows: number;
  /** Worlds that were drawn. */
  worlds: number;
  /** Share of the worlds in which the check sees the illness: at strength 0 its false alarms. */
  seen: number;
  /** Wilson's interval of that share at 95 %. */
  interval: readonly [number, number];
  /** Share of the worlds in which it is unsure. */
  unsure: number;
}

/** A sweep of a check's power over strengths and rows: plain JSON. */
export interface Power {
  /** Name of the check. */
  check: string;
  /** Its level: the share of false alarms that it may make. */
  level: number;
  /** The least verdict that counts as seen. */
  sees: "fail" | "warn";
  /** What strength and rows mean, with their units. */
  axes: {strength: string; rows: string};
  /** One cell for each strength and each number of rows, strengths outermost. */
  cells: readonly PowerCell[];
}

/** A number as JSON can hold it. */
export const num = (value: number): Num => (Number.isFinite(value) ? value : (String(value) as Num));

/** A remedy that was tried. */
export interface Treatment {
  /** The illness that it is for. */
  name: string;
  /**
   * `cured`: the illness is gone and the score on held-out rows is better (for a leak or a wrong figure: the illness is gone); `better`: the score is better, and the illness
   * still found; `no-effect`; `worse`; `impossible`: no program can repair it, `change` says what a person must do.
   */
  outcome: "cured" | "better" | "no-effect" | "worse" | "impossible";
  /** The TypeScript that a person would write, before and after. */
  change: string;
  /** What can be seen: scores and loss curves before and after. */
  evidence: readonly Evidence[];
  /** How sure the outcome is. */
  certainty?: Certainty;
}
