import type {Command} from "commander";
import type {About} from "../src/finding.js";
import {nameAmong} from "./nearest.js";

/** `ddx explain NAME`: what an illness is, from the check's own metadata. */
export function addExplain(program: Command): void {
  program
    .command("explain")
    .description("say what an illness is, why it happens and what to do (without a name: list them)")
    .argument("[name]", "an illness, such as unscaled-inputs")
    .option("--json", "print as JSON")
    .action(run);
}

async function run(name: string | undefined, {json}: {json?: boolean}): Promise<void> {
  const {checks} = await import("../src/index.js");
  const abouts = checks.map(({about}) => about);
  if (name === undefined) return console.log(json ? JSON.stringify(abouts, null, 1) : abouts.map(line).join("\n"));
  const about = abouts.find((one) => one.name === name);
  if (about) return console.log(json ? JSON.stringify(about, null, 1) : describe(about));
  const explaining = abouts.filter(({explains}) => explains?.includes(name)).map((one) => one.name);
  if (explaining.length === 0)
    nameAmong(
      abouts.flatMap((one) => [one.name, ...(one.explains ?? [])]),
      name,
    );
  if (json) console.log(JSON.stringify({name, explainedBy: explaining}, null, 1));
  else console.log(`${name}: no check of its own yet; it is explained by: ${explaining.join(", ")}`);
}

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
