import type {Command} from "commander";
import {errorInFit} from "../src/errors/error-in-fit.js";
import type {Explanation, KnownError} from "../src/errors/explanation.js";
import type {About} from "../src/finding.js";
import {readJson} from "../src/load/read.js";
import {nameAmong} from "./nearest.js";

/** `ddx explain NAME`: what an illness is, from the check's own metadata; or what an error message of tfjs means. */
export function addExplain(program: Command): void {
  program
    .command("explain")
    .description("say what an illness is, or an error of tfjs, why it happens and what to do (without a name: list the illnesses)")
    .argument("[name]", "an illness, such as unscaled-inputs, or the text of an error in quotes")
    .option("--known <file>", "a JSON list of errors that is asked before ddx's own")
    .option("--json", "print as JSON")
    .addHelpText("after", '\nExample:\n  ddx explain "Tensor is disposed."\n')
    .action(run);
}

async function run(name: string | undefined, {json, known}: {json?: boolean; known?: string}): Promise<void> {
  const {checks, text} = await import("../src/index.js");
  const abouts = [...checks.map(({about}) => about), errorInFit];
  if (name === undefined) return console.log(json ? JSON.stringify(abouts, null, 1) : abouts.map(line).join("\n"));
  const about = abouts.find((one) => one.name === name);
  if (about) return console.log(json ? JSON.stringify(about, null, 1) : describe(about));
  const meaning = await explainText(name, known);
  if (meaning) return console.log(json ? JSON.stringify(meaning, null, 1) : text(meaning, terminal()));
  if (/\s/.test(name.trim()))
    throw new RangeError(`no error of tfjs that ddx knows says ${JSON.stringify(name.slice(0, 60))}; ddx explain lists the illnesses`);
  nameAmong(
    abouts.map((one) => one.name),
    name,
  );
}

async function explainText(message: string, file: string | undefined): Promise<Explanation | undefined> {
  const {explainError} = await import("../src/index.js");
  const known = file === undefined ? [] : await readJson(file, {expected: "a list of known errors"});
  return explainError(message, {known: known as readonly KnownError[]});
}

const terminal = () => ({colour: process.stdout.isTTY, width: process.stdout.columns ?? 100});

const line = ({name, stage, symptom}: About): string => `${stage.padEnd(9)}${name.padEnd(26)}${symptom}`;

function describe({name, stage, symptom, cause, remedy, explains, source}: About): string {
  const {title, by, year, at, url} = source;
  return [
    `${name} (${stage})`,
    `  symptom  ${symptom}`,
    `  cause    ${cause}`,
    `  remedy   ${remedy}`,
    ...(explains?.length ? [`  explains ${explains.join(", ")}`] : []),
    `  source   ${by}: ${title}${year ? ` (${year})` : ""}${at ? `, ${at}` : ""}`,
    ...(url ? [`           ${url}`] : []),
  ].join("\n");
}
