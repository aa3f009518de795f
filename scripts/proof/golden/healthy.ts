import {diagnose, type Case, type Finding} from "../../../src/index.js";
import {openBook, tell} from "../book/book.js";
import {exact, goal, percent, told} from "../book/shares.js";
import {withLearner} from "./program.js";

/** What the golden tests said of a program; no title for one that is not taken. */
interface Line {
  title: string;
  verdicts: Record<string, string>;
  summaries: Record<string, string>;
}

const golden = ["cannot-memorise", "learns-shuffled-labels", "ignores-labels"];

/** What a golden test says of a case: with a budget that pays for all steps of the first, whose price is never spent, and for some of the others'. */
export async function ask(subject: Case, name: string): Promise<Finding> {
  const {findings} = await diagnose(subject, {checks: [name], budget: name === "cannot-memorise" ? 60 : 3});
  return findings.find(({about}) => about.name === name)!;
}

/** Alarms and passes of each golden test on random programs that learn. */
export async function healthyGolden(programs: number): Promise<void> {
  const book = await openBook<Line>("golden-healthy");
  const made: Line[] = [];
  for (let seed = 1; made.length < programs; seed++) {
    const line = await book.once(String(seed), () => judge(seed));
    if (!line.title) continue;
    made.push(line);
    tell("healthy programs", {done: made.length, total: programs});
  }
  console.log(`\ngolden tests on ${programs} programs that learn | pass | unsure | warn | skip`);
  for (const name of golden) report(made, name);
}

const judge = async (seed: number): Promise<Line> =>
  (await withLearner({seed, stream: "golden"}, async ({title, subject}) => {
    const isDear = /gru|lstm/.test(title);
    const first = await diagnose(subject, {checks: golden.slice(0, 1), budget: 60});
    const others = await diagnose(subject, {checks: golden.slice(1), budget: isDear ? 20 : 2.5});
    const findings = [...first.findings, ...others.findings];
    const of = (pick: (one: (typeof findings)[number]) => string) => Object.fromEntries(findings.map((one) => [one.about.name, pick(one)]));
    return {title, verdicts: of(({verdict}) => verdict), summaries: of(({summary}) => summary)};
  })) ?? {title: "", verdicts: {}, summaries: {}};

function report(made: readonly Line[], name: string): void {
  const count = (verdict: string) => made.filter(({verdicts}) => verdicts[name] === verdict).length;
  const applies = made.length - count("skip");
  console.log(`\n${name} | ${["pass", "unsure", "warn", "skip"].map(count).join(" | ")}`);
  for (const {title, verdicts, summaries} of made)
    if (verdicts[name] === "fail" || verdicts[name] === "warn") console.log(`  ${verdicts[name]}: ${title}\n    ${summaries[name]}`);
  const alarms = count("fail");
  goal(`false alarms ${told(alarms, applies)}; goal: upper bound at most 1 %`, exact(alarms, applies)[1] <= 0.01);
  goal(`pass ${percent(count("pass") / applies)} of healthy programs; goal: at least 80 %`, count("pass") >= 0.8 * applies);
}
