import type {Command} from "commander";

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
  const about = abouts.find((one) => one.name === name);
  if (name !== undefined && !about) throw new RangeError(`there is no check ${JSON.stringify(name)}; ddx explain lists all`);
  if (json) return console.log(JSON.stringify(about ?? abouts, null, 1));
  if (!about) return console.log(abouts.map((one) => `${one.stage.padEnd(9)}${one.name.padEnd(26)}${one.symptom}`).join("\n"));
  const {title, by, year, at, url} = about.source;
  const lines = [
    `${about.name} (${about.stage})`,
    `  symptom  ${about.symptom}`,
    `  cause    ${about.cause}`,
    `  remedy   ${about.remedy}`,
  ];
  if (about.explains?.length) lines.push(`  explains ${about.explains.join(", ")}`);
  lines.push(`  source   ${by}: ${title}${year ? ` (${year})` : ""}${at ? `, ${at}` : ""}${url ? `\n           ${url}` : ""}`);
  console.log(lines.join("\n"));
}
