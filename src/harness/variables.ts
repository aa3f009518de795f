/** Variables of the environment that say how cells are tested, also to processes of their own. */
export const variables = {
  /** How much of the outputs is compared. */
  outputs: "DDX_OUTPUTS",
  /** Whether a cell is tested although one that it needs failed. */
  keepGoing: "DDX_KEEP_GOING",
  /** Whether no types are checked. */
  noTypes: "DDX_NO_TYPES",
  /** Whether only cells are tested that changed since they passed. */
  onlyChanged: "DDX_ONLY_CHANGED",
  /** The values of parameters, as JSON. */
  params: "DDX_PARAMS",
  /** Lists of values of parameters, as JSON: a notebook is tested with each. */
  each: "DDX_EACH",
  /** Regular expressions of what is masked in outputs, as JSON. */
  masks: "DDX_MASKS",
  /** The folder where each process writes which lines ran, where that is counted. */
  coverage: "DDX_COVERAGE",
} as const;

/** Whether it is counted what runs, by ddx or by whoever set Node's own variable. */
export const isCounted = (): boolean => Boolean(process.env[variables.coverage] || process.env["NODE_V8_COVERAGE"]);
