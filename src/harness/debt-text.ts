import {plain} from "../display/escape.js";
import type {Debt, NotebookDebt} from "./debt.js";

/** What notebooks owe as an aligned table: a line for each notebook and, below it, one for each debt. */
export function debtText(all: readonly NotebookDebt[]): string {
  const rows = [heads, ...all.map(row)];
  const widths = heads.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const [head = "", ...lines] = rows.map((cells) =>
    cells.map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!))).join("  "),
  );
  return [head, ...lines.flatMap((line, index) => [line, ...all[index]!.debts.map((debt) => debtLine(debt, all[index]!))])].join("\n");
}

const heads = ["notebook", "shown", "unasserted", "not run", "out of order"];

function row({path, shown, unasserted, percent, debts}: NotebookDebt): string[] {
  const number = (...kinds: Debt["kind"][]) => String(debts.filter(({kind}) => kinds.includes(kind)).length);
  const share = `${unasserted} (${percent.toFixed(0)} %)`;
  return [plain(path), String(shown), share, number("unrun", "skipped", "unreadable", "absent"), number("order")];
}

const debtLine = ({cell, message}: Debt, {path}: NotebookDebt): string => plain(`  ${path}, cell ${cell}: ${message}`);
