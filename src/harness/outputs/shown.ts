import {isJson, type MimeData} from "../../notebook/output.js";
import {compareCharts, describeChart, readChart} from "./chart.js";
import {both, clip, present, within, type Closeness, type Compare, type Difference, type Pair} from "./difference.js";
import {compareFindings, readFindings} from "./findings.js";
import {readHtml} from "./html.js";
import {compareJson} from "./json.js";
import {compareTables, readHtmlTables, readResource, type Tables} from "./table.js";
import {compareText} from "./text.js";

const widget = "application/vnd.jupyter.widget-view+json";

/** Compares two shown values by the most telling form that both have: findings, a chart, tables, text, then what else is text or JSON; widgets are not compared. */
export const compareShown: Compare<MimeData> = (pair, closeness) => {
  if (widget in pair.stored || widget in pair.fresh) return [];
  const found = present(both(pair, readFindings));
  if (found) return compareFindings(found, closeness);
  return compareDrawn(pair, closeness) ?? compareTabled(pair, closeness) ?? compareWritten(pair, closeness);
};

type Try = (pair: Pair<MimeData>, closeness: Closeness) => readonly Difference[] | undefined;

const compareDrawn: Try = (pair, closeness) => {
  const {stored, fresh} = both(pair, readChart);
  if (stored && fresh) return within("chart", compareCharts({stored, fresh}, closeness));
  if (!stored && !fresh) return undefined;
  return [
    {
      where: "chart",
      stored: stored ? describeChart(stored) : describeShown(pair.stored),
      fresh: fresh ? describeChart(fresh) : describeShown(pair.fresh),
    },
  ];
};

const compareTabled: Try = (pair, closeness) => {
  const tables = present(both(pair, readResource)) ?? present(both(pair, readHtmlTables));
  if (!tables) return undefined;
  const differences = compareTables(tables, closeness);
  // What is said beside a table, such as a tensor's shape, is said in the text too, and more steadily than in markup.
  return differences.length || saysNoMore(tables) ? differences : compareWritten(pair, closeness);
};

const saysNoMore = ({stored, fresh}: Pair<Tables>): boolean => !stored.beside && !fresh.beside;

const forms = ["text/plain", "text/markdown", "text/latex"];

const compareWritten = (pair: Pair<MimeData>, closeness: Closeness): readonly Difference[] => {
  const form = forms.find((type) => type in pair.stored && type in pair.fresh);
  if (form)
    return within(
      "result",
      compareText(
        both(pair, (data) => String(data[form])),
        closeness,
      ),
    );
  const json = Object.keys(pair.stored).find((type) => isJson(type) && !type.startsWith("image/") && type in pair.fresh);
  if (json)
    return within(
      "result",
      compareJson(
        both(pair, (data) => data[json]),
        closeness,
      ),
    );
  const html = present(both(pair, (data) => data["text/html"]));
  if (html)
    return within(
      "result",
      compareText(
        both(html, (markup) => readHtml(String(markup)).text),
        closeness,
      ),
    );
  return alike(pair) ? [] : [{where: "result", ...both(pair, describeShown)}];
};

// Pictures alone are compared when images are.
const alike = ({stored, fresh}: Pair<MimeData>): boolean =>
  Object.keys(stored).some((type) => type in fresh) || !Object.keys(stored).length;

/** A shown value in a few words. */
export const describeShown = (data: MimeData): string => {
  const text = data["text/plain"];
  return clip(typeof text === "string" ? text : Object.keys(data).join(", ") || "nothing");
};
