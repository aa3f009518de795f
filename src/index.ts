/** The one tfjs instance in use. */
export * as tf from "@tensorflow/tfjs";
export {useBackend} from "./backend/backend.js";
export {check} from "./check.js";
export {checks, diagnose} from "./diagnose.js";
export {toBundle} from "./display/bundle.js";
export {openComm, registerComm} from "./display/comm.js";
export {clearDisplay, display, page, setNextInput} from "./display/display.js";
export {plot} from "./display/plot.js";
export {openWidget} from "./display/widget.js";
export {widgets} from "./display/widgets.js";
export {html, image, md, svg, table} from "./display/tags.js";
export {text} from "./display/text.js";
export {fingerprint} from "./look/fingerprint.js";
export {assertPairsKept} from "./look/pairs.js";
export {peek} from "./look/peek.js";
export {assertSame} from "./look/same.js";
export {
  assertInputDependency,
  assertNoNaN,
  assertOutputRange,
  assertPass,
  assertVariablesChange,
  assertVariablesSame,
} from "./mocha/mltest/index.js";
export {checkEnvironment} from "./errors/environment.js";
export {explainError} from "./errors/explain.js";
export {power} from "./power.js";
export {report} from "./report/report.js";
export {rateSchedule} from "./trial/rates.js";
export {record} from "./trial/record.js";
export {blobs} from "./sets/blobs.js";
export {circles, moons} from "./sets/curves.js";
export {friedman} from "./sets/friedman.js";
export {glyphs} from "./sets/glyphs.js";
export {iris} from "./sets/iris.js";
export {sineSeries} from "./sets/sine-series.js";
export {teacher} from "./sets/teacher.js";
export {sweep} from "./sweep.js";
export {treat} from "./treat.js";
export {version} from "./version.js";
export type {Case, Data, Dataset, History, Inputs, ModelSource, Nested, Scaling, Task, TensorLike} from "./case.js";
export type {BadVersion, Versions} from "./errors/environment.js";
export type {Explanation, KnownError} from "./errors/explanation.js";
export type {KnownBug} from "./errors/versions.js";
export type {Block, Check, Description, LayerFacts, Material, Need, Network, OutputFacts, Recording, Split} from "./check.js";
export type {Options, Progress} from "./diagnose.js";
export type {Drawn, Sweep} from "./power.js";
export type {BlobOptions} from "./sets/blobs.js";
export type {CircleOptions} from "./sets/curves.js";
export type {GlyphOptions} from "./sets/glyphs.js";
export type {ClassOptions, SetOptions} from "./sets/options.js";
export type {SeriesOptions} from "./sets/sine-series.js";
export type {Coding, TeacherInput, TeacherOptions, TeacherTarget, TokenInput} from "./sets/teacher/options.js";
export type {SweepOptions} from "./sweep.js";
export type {Cure, TreatOptions} from "./treat.js";
export type {Arm} from "./treatment/arms.js";
export type {RateCurve, RateSchedule} from "./trial/rates.js";
export type {RecordOptions, Recorder} from "./trial/record.js";
export type {Bundle} from "./display/bundle.js";
export type {Baggage, Comm, CommHandler} from "./display/comm.js";
export type {Widget, WidgetState} from "./display/widget.js";
export type {Control} from "./display/widgets.js";
export type {Feature} from "./look/feature.js";
export type {Fingerprint, Side} from "./look/fingerprint.js";
export type {Alteration, Pairs} from "./look/pairs.js";
export type {Contradiction} from "./look/contradictions.js";
export type {Peek, PeekOptions, Sample} from "./look/peek.js";
export type {Reach} from "./look/reach.js";
export type {Likeness} from "./look/same.js";
export type {Range, Rows} from "./mocha/mltest/index.js";
export type {
  About,
  Certainty,
  Diagnosis,
  Evidence,
  Finding,
  Num,
  Observation,
  Plan,
  Power,
  PowerCell,
  Source,
  Stage,
  Suspect,
  Treatment,
  Verdict,
} from "./finding.js";
