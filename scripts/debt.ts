import {InvalidArgumentError, type Command} from "commander";

interface Options {
  json?: boolean;
  max?: number;
  check?: boolean;
}

/** Adds `ddx debt`: what notebooks owe before they can be trusted. */
export function addDebt(program: Command): void {
  program
    .command("debt")
    .description("list what notebooks owe: shown values that no assertion looks at, cells that did not run, execution out of order")
    .argument("[paths...]", "notebooks or folders; notebooks/, else the current folder, when left out")
    .option("--max <percent>", "exit 1 when more of a notebook's shown values are without an assertion", percentage)
    .option("--check", "exit 1 when a notebook owes anything else: cells that did not run or cannot, execution out of order")
    .option("--json", "print as JSON")
    .action(listDebt);
}

async function listDebt(paths: string[], {json = false, max = 100, check = false}: Options): Promise<void> {
  const [{notebookPlaces, findNotebooks, readNotebook}, {debtOf}, {debtText}] = await Promise.all([
    import("../src/harness/files.js"),
    import("../src/harness/debt.js"),
    import("../src/harness/debt-text.js"),
  ]);
  const places = notebookPlaces(paths);
  const files = await findNotebooks(places);
  if (files.length === 0) throw new RangeError(`there is no notebook (*.ipynb) in ${places.join(", ")}`);
  const debts = (await Promise.all(files.map(readNotebook))).map(debtOf);
  console.log(json ? JSON.stringify(debts, null, 1) : debtText(debts));
  for (const {path, percent} of debts.filter((one) => one.percent > max)) {
    console.error(`${path}: no assertion looks at ${percent.toFixed(0)} % of the shown values, more than ${max} %`);
    process.exitCode = 1;
  }
  if (check && debts.some((one) => one.debts.some(({kind}) => kind !== "unasserted"))) process.exitCode = 1;
}

function percentage(value: string): number {
  const number = Number(value.trim() || NaN);
  if (!(number >= 0 && number <= 100)) throw new InvalidArgumentError("expected a number from 0 to 100.");
  return number;
}
