import {fileURLToPath} from "node:url";
import {checks} from "../src/index.js";
import {stages, type About, type Source} from "../src/finding.js";
import {writeWhole} from "./files.js";

/** CHECKS.md: a page of all checks, made from their own metadata. */
export function checksPage(): string {
  const abouts = checks.map(({about}) => about);
  const parts = stages.flatMap((stage) => {
    const mine = abouts.filter((about) => about.stage === stage);
    return mine.length ? [`## ${stage}`, ...mine.map(entry)] : [];
  });
  return (
    [
      "# Checks",
      `The ${abouts.length} checks of ddx, made from their own metadata by \`npm run pages\`. In the terminal: \`ddx explain NAME\`.`,
      ...parts,
    ].join("\n\n") + "\n"
  );
}

function entry({name, symptom, cause, remedy, source, explains, level}: About): string {
  const lines = [
    `### ${name}`,
    "",
    `- **Symptom:** ${symptom}`,
    `- **Cause:** ${cause}`,
    `- **Remedy:** ${remedy}`,
    `- **Source:** ${cite(source)}`,
  ];
  if (level !== undefined) lines.push(`- **Level:** ${level} on a healthy network`);
  if (explains?.length) lines.push(`- **Explains:** ${explains.join(", ")}`);
  return lines.join("\n");
}

function cite({title, by, year, at, url}: Source): string {
  return `${by}: ${url ? `[${title}](${url})` : `*${title}*`}${year ? ` (${year})` : ""}${at ? `, ${at}` : ""}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeWhole(fileURLToPath(new URL("../../CHECKS.md", import.meta.url)), checksPage());
