import {existsSync, writeFileSync} from "node:fs";
import {Session, type Debugger, type Profiler} from "node:inspector";
import path from "node:path";
import {fileURLToPath} from "node:url";

/** Code that was run. */
export interface Script {
  /** Where it was loaded from. */
  url: string;
  /** The JavaScript, with its source map when there is one. */
  code: string;
  /** How often V8 saw its functions and blocks run since it was asked before. */
  functions: Profiler.FunctionCoverage[];
}

let session: Session | undefined;
let written = 0;

/** Counts from now on what runs in this process: {@link keepCoverage} writes it into a folder, which happens as the process ends too. */
export function startCoverage({folder}: {folder: string}): void {
  if (session) return;
  session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", {callCount: true, detailed: true});
  process.on("exit", () => keepCoverage({folder}));
}

/** Writes what ran since the last call, of suites and of modules that are a person's own; nothing where nothing is counted. */
export function keepCoverage({folder}: {folder: string}): void {
  if (!existsSync(folder)) return;
  const counted = session && scriptsOf(session);
  if (!counted || counted.length === 0) return;
  writeFileSync(path.join(folder, `${process.pid}-${++written}.json`), JSON.stringify(counted));
}

function scriptsOf(session: Session): Script[] {
  const {result} = ask<Profiler.TakePreciseCoverageReturnType>(session, "Profiler.takePreciseCoverage");
  const own = result.filter(({url, functions}) => isOwn(url) && functions.some(({ranges}) => ranges.some(({count}) => count > 0)));
  session.post("Debugger.enable");
  const scripts = own.map(({scriptId, url, functions}) => {
    const {scriptSource} = ask<Debugger.GetScriptSourceReturnType>(session, "Debugger.getScriptSource", {scriptId});
    return {url, code: scriptSource, functions};
  });
  session.post("Debugger.disable");
  return scripts;
}

/** A session with its own thread answers at once. */
function ask<Answer>(session: Session, method: string, parameters: object = {}): Answer {
  let given: Answer | undefined;
  session.post(method, parameters, (error: Error | null, answer?: object) => {
    if (error) throw new Error(`V8 does not answer ${method}: ${error.message}`);
    given = answer as Answer;
  });
  return given!;
}

const dist = new URL("../../../", import.meta.url).href;

/** Whether code is neither ours nor a package's, and no data. */
const isOwn = (url: string): boolean =>
  /^file:.*\.[cm]?[jt]sx?(\?.*)?$/.test(url) && !url.startsWith(dist) && !fileURLToPath(url).split(path.sep).includes("node_modules");
