import {existsSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import path from "node:path";
import {deserialize} from "node:v8";
import {useBackend} from "../backend/backend.js";
import type {Answer} from "./clinic.js";
import type {Ask} from "./chart.js";
import {examine} from "./examine.js";
import {say} from "./say.js";

// The doctor's process: `doctor.js FOLDER` answers the questions that come into the folder, `doctor.js FOLDER NUMBER` that one.
const [folder = ".", only] = process.argv.slice(2);

if (only !== undefined) await answer(Number(only));
else await attend();

/** Answers one question after the other, until the script's process is gone or the doctor is sent home. */
async function attend(): Promise<void> {
  // Ctrl-C is for the script: what it then asks, another doctor answers.
  process.on("SIGINT", () => undefined);
  process.stdin.resume().on("end", () => process.exit());
  process.stdin.on("error", () => process.exit());
  await useBackend(undefined, {say: false});
  for (let number = 1; ;) {
    if (existsSync(path.join(folder, `ask-${number}`))) await answer(number++);
    else await new Promise((resume) => setTimeout(resume, 25));
  }
}

async function answer(number: number): Promise<void> {
  const question = deserialize(readFileSync(path.join(folder, `ask-${number}`))) as Ask;
  const told: Answer = await examine(question, {say}).catch((error: Error) => {
    if (process.env["DDX_DEBUG"]) console.error(error);
    if (question.kind === "full") say(`ddx watch: this training cannot be examined: ${error.message.split("\n")[0]}\n`);
    return {shown: []};
  });
  const file = path.join(folder, `answer-${number}`);
  writeFileSync(`${file}.tmp`, JSON.stringify(told));
  renameSync(`${file}.tmp`, file);
}
