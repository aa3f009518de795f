import {createRequire} from "node:module";
import {MessageChannel} from "node:worker_threads";
import {helper} from "../../kernel/rewrite/work.js";
import {registerHooks} from "../hooks.js";
// What tests need is loaded before the hooks are there, through which each module takes longer.
import "../mocha/raises.js";
import "../mocha/shown.js";
import "./define.js";
import {flags, stop} from "./deadline.js";
import {variables} from "./variables.js";
import {startCoverage} from "./coverage/collect.js";
import {defined} from "./defined.js";
import {exportsOf} from "./exports.js";
import type {HookData} from "./hooks.js";
import {traceToCells} from "./trace.js";

/**
 * Lets mocha load notebooks: `mocha --import ddx/register notebooks/*.ipynb`. Each is extracted as it is loaded, nothing is written; frames of errors name
 * the notebook, the cell and the line.
 */
function registerNotebooks(): void {
  const folder = process.env[variables.coverage];
  if (folder) startCoverage({folder});
  const {name, dependencies} = createRequire(import.meta.url)("ddx/package.json") as {name: string; dependencies: Record<string, string>};
  const {port1, port2} = new MessageChannel();
  port1.unref();
  // Local modules may be TypeScript, as in the kernel.
  registerHooks(new URL("../../kernel/runner/typescript.js", import.meta.url));
  const packages = [name, ...Object.keys(dependencies)];
  const of = (file: string) => new URL(file, import.meta.url).href;
  const data: HookData = {
    own: import.meta.url,
    packages,
    tslab: of("../../kernel/runner/tslab.js"),
    define: of("./define.js"),
    suites: port2,
  };
  registerHooks("./hooks.js", {parentURL: import.meta.url, data, transferList: [port2]});
  defined.send = (suite) => port1.postMessage(suite);
  traceToCells(defined.suites);
  Object.assign(globalThis, {[Symbol.for("ddx.exports")]: exportsOf});
  // Frozen for good, so that V8 compiles the loops' look at the flags into one read.
  Object.defineProperty(globalThis, helper, {value: Object.freeze({flags, stop})});
}

registerNotebooks();
