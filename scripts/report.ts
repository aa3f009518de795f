import {basename, extname} from "node:path";
import type {Command} from "commander";
import {readText} from "../src/load/read.js";
import type {Subject} from "../src/report/report.js";
import {writeWhole} from "./files.js";

interface Options {
  out?: string;
  title?: string;
  json?: boolean;
  coverage?: string;
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
    .option("--coverage <folder>", "say of each line of a notebook whether the tests ran it: where ddx test --coverage wrote its reports")
    .action(writeReport);
}

async function writeReport(file: string, {out, title, json = false, coverage}: Options): Promise<void> {
  const {subject, heading} = await readSubject(file);
  const text = json ? await findingsJson(subject) : await pageOf(subject, {title: title ?? heading, coverage});
  const target = out ?? (json ? "-" : `${basename(file, extname(file))}.html`);
  if (target === "-") process.stdout.write(text);
  else await save(target, text);
}

async function pageOf(subject: Subject, {title, coverage}: {title: string | undefined; coverage: string | undefined}): Promise<string> {
  const {report} = await import("../src/report/report.js");
  if (coverage === undefined) return report(subject, {title});
  if (!("cells" in subject)) throw new TypeError("expected a notebook beside --coverage, got findings");
  const {readRan} = await import("../src/harness/coverage/ran.js");
  return report(subject, {title, ran: await readRan(coverage, {notebook: subject})});
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
