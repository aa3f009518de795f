import {basename, extname} from "node:path";
import type {Command} from "commander";
import {readText} from "../src/load/read.js";
import type {Subject} from "../src/report/report.js";
import {writeWhole} from "./files.js";

interface Options {
  out?: string;
  title?: string;
  json?: boolean;
}

/** Adds `ddx report`: an executed notebook, a diagnosis or an older report becomes one HTML page. */
export function addReport(program: Command): void {
  program
    .command("report")
    .description("write one self-contained HTML page from an executed notebook, a diagnosis as JSON, or an older report")
    .argument("<file>", "NOTEBOOK.ipynb, diagnosis.json or report.html")
    .option("-o, --out <file>", "where to write; FILE.html beside you when left out, - for standard output")
    .option("-t, --title <text>", "heading of the page; the notebook's first heading when left out")
    .option("--json", "write the findings as JSON instead of the page, to standard output unless --out is given")
    .action(writeReport);
}

async function writeReport(file: string, {out, title, json = false}: Options): Promise<void> {
  const {subject, heading} = await readSubject(file);
  const text = json ? await findingsJson(subject) : await pageOf(subject, title ?? heading);
  const target = out ?? (json ? "-" : `${basename(file, extname(file))}.html`);
  if (target === "-") process.stdout.write(text);
  else await save(target, text);
}

async function pageOf(subject: Subject, title: string | undefined): Promise<string> {
  const {report} = await import("../src/report/report.js");
  return report(subject, {title});
}

async function readSubject(file: string): Promise<{subject: Subject; heading?: string}> {
  const text = await readText(file);
  const {readReport} = await import("../src/report/read.js");
  return readReport(text, {path: file});
}

async function findingsJson(subject: Subject): Promise<string> {
  const {foundIn} = await import("../src/report/found.js");
  const found = "cells" in subject ? foundIn(subject).map(({cell, ...rest}) => ({cell: cell.number, ...rest})) : subject;
  return `${JSON.stringify(found, null, 2)}\n`;
}

async function save(path: string, text: string): Promise<void> {
  await writeWhole(path, text);
  console.log(`${path} (${(Buffer.byteLength(text) / 1024).toFixed(0)} kB)`);
}
