import {spawn, spawnSync, type ChildProcess} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {serialize} from "node:v8";
import type {Diagnosis} from "../finding.js";
import type {Ask} from "./chart.js";

/** What came of a question. */
export interface Answer {
  diagnosis?: Diagnosis;
  /** Names of the illnesses that were shown. */
  shown: readonly string[];
}

/** Where the script's process asks: the doctor works in a process of its own, so that nothing of the script's is touched, and prints by itself. */
export interface Clinic {
  /** Gets a doctor ready. */
  open(): void;
  /** Asks, and goes on; the number of the question. */
  ask(question: Ask): number;
  /** What came of a question, if anything has by now. */
  answer(number: number): Answer | undefined;
  /** Asks and waits, also while the process ends; undefined when it was interrupted. */
  consult(question: Ask): Answer | undefined;
  /** Sends the doctor home. */
  close(): void;
}

const doctor = fileURLToPath(new URL("./doctor.js", import.meta.url));

/** Opens a clinic. Questions and answers are files in a folder of its own: a script may keep its event loop busy to its end. */
export function openClinic(): Clinic {
  let folder: string | undefined;
  let child: ChildProcess | undefined;
  let count = 0;
  const place = () => (folder ??= mkdtempSync(path.join(tmpdir(), "ddx-watch-")));
  const put = (question: Ask): number => {
    const file = path.join(place(), `ask-${++count}`);
    writeFileSync(`${file}.tmp`, serialize(question));
    renameSync(`${file}.tmp`, file);
    return count;
  };
  const answer = (number: number): Answer | undefined => {
    const file = path.join(place(), `answer-${number}`);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Answer) : undefined;
  };
  const open = () => {
    if (child) return;
    child = spawn(process.execPath, [doctor, place()], {stdio: ["pipe", 2, 2], env: environment()});
    child.on("error", () => undefined);
    child.stdin?.on("error", () => undefined);
    child.unref();
    (child.stdin as unknown as {unref?: () => void})?.unref?.();
  };
  return {
    open,
    ask: (question) => {
      open();
      return put(question);
    },
    answer,
    consult: (question) => {
      child?.kill("SIGKILL");
      const number = put(question);
      spawnSync(process.execPath, [doctor, place(), String(number)], {stdio: ["ignore", 2, 2], env: environment()});
      return answer(number);
    },
    close: () => {
      child?.kill("SIGKILL");
      if (folder) rmSync(folder, {recursive: true, force: true});
    },
  };
}

/** The script's environment, without what would have Node watch the doctor too. */
const environment = (): NodeJS.ProcessEnv => ({...process.env, NODE_OPTIONS: "", DDX_QUIET: "1", DDX_WATCHED: "doctor"});
