import {isJson, type MimeData} from "../../notebook/output.js";
import {compareCharts, describeChart, readChart, type Chart} from "./chart.js";
import {both, clip, present, within, type Closeness, type Compare, type Difference, type Pair} from "./difference.js";
import {compareFindings, readFindings} from "./findings.js";
import {readHtml} from "./html.js";
import {compareJson} from "./json.js";
import {compareTables, readHtmlTables, readResource, type Tables} from "./table.js";
import {compareText} from "./text.js";

const widget = "application/vnd.jupyter.widget-view+json";

/** Compares two shown values by the most telling form that both have: findings, a chart, tables, text, then what else is text or JSON; widgets are not compared. */
export const compareShown: Compare<MimeData> = (pair, closeness) =>
  widget in pair.stored || widget in pair.fresh
    ? []
    : (compareFound(pair, closeness) ?? compareDrawn(pair, closeness) ?? compareTabled(pair, closeness) ?? compareWritten(pair, closeness));

/** Compares by one form; undefined when one side lacks it. */
type Form = (pair: Pair<MimeData>, closeness: Closeness) => readonly Difference[] | undefined;

const form =
  <T>(read: (data: MimeData) => T | undefined, compare: Compare<T>): Form =>
  (pair, closeness) => {
    const found = present(both(pair, read));
    return found && compare(found, closeness);
  };

const compareFound = form(readFindings, compareFindings);

const compareDrawn: Form = (pair, closeness) => {
  const {stored, fresh} = both(pair, readChart);
  if (stored && fresh) return within("chart", compareCharts({stored, fresh}, closeness));
  if (!stored && !fresh) return undefined;
  const say = (chart: Chart | undefined, data: MimeData) => (chart ? describeChart(chart) : describeShown(data));
  return [{where: "chart", stored: say(stored, pair.stored), fresh: say(fresh, pair.fresh)}];
};

const compareTabled: Form = (pair, closeness) => {
  const tables = present(both(pair, readResource)) ?? present(both(pair, readHtmlTables));
  if (!tables) return undefined;
  const differences = compareTables(tables, closeness);
  // What is said beside a table, such as a tensor's shape, is said in the text too, and more steadily than in markup.
  return differences.length || saysNoMore(tables) ? differences : compareWritten(pair, closeness);
};

const saysNoMore = ({stored, fresh}: Pair<Tables>): boolean => !stored.beside && !fresh.beside;

const textOf = (type: string) => (data: MimeData) => (typeof data[type] === "string" ? data[type] : undefined);

const jsonOf = (data: MimeData): unknown => data[Object.keys(data).filter(isJson).sort()[0] ?? ""];

const htmlOf = (data: MimeData): string | undefined =>
  typeof data["text/html"] === "string" ? readHtml(data["text/html"]).text : undefined;

const written: readonly Form[] = [
  ...["text/plain", "text/markdown", "text/latex"].map((type) => form(textOf(type), compareText)),
  form(jsonOf, compareJson),
  form(htmlOf, compareText),
];

function compareWritten(pair: Pair<MimeData>, closeness: Closeness): readonly Difference[] {
  for (const compare of written) {
    const differences = compare(pair, closeness);
    if (differences) return within("result", differences);
  }
  return alike(pair) ? [] : [{where: "result", ...both(pair, describeShown)}];
}

// Pictures alone are compared when images are.
const alike = ({stored, fresh}: Pair<MimeData>): boolean =>
  Object.keys(stored).some((type) => type in fresh) || !Object.keys(stored).length;

/** A shown value in a few words. */
export const describeShown = (data: MimeData): string => {
  const text = data["text/plain"];
  return clip(typeof text === "string" ? text : Object.keys(data).join(", ") || "nothing");
};
