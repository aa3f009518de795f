import {openBook, tell} from "../book/book.js";
import {goal, percent, told} from "../book/shares.js";
import {ask} from "./healthy.js";
import {illnesses, type Illness} from "./illnesses.js";
import {withLearner} from "./program.js";

/** What a golden test said of a program with an illness; nothing for one that is not taken. */
interface Line {
  verdict: string;
  summary: string;
}

/** How often each golden test sees illnesses that are made by construction in programs that learn without them. */
export async function sickGolden(each: number): Promise<void> {
  console.log(`\ncheck | illness | fail | warn | unsure | pass`);
  for (const illness of illnesses) await measure(illness, each);
}

async function measure(illness: Illness, each: number): Promise<void> {
  const {check, title, goalOf} = illness;
  const book = await openBook<Line>("golden-sick");
  const made: Line[] = [];
  for (let seed = 1; made.length < each; seed++) {
    const line = await book.once(`${check}, ${title}, ${seed}`, () => judge(illness, seed));
    if (!line.verdict || line.verdict === "skip") continue;
    made.push(line);
    tell(title, {done: made.length, total: each});
  }
  const count = (verdict: string) => made.filter((line) => line.verdict === verdict).length;
  console.log(`${check} | ${title} | ${told(count("fail"), each)} | ${["warn", "unsure", "pass"].map(count).join(" | ")}`);
  const seen = count(goalOf ?? "fail");
  if (goalOf) goal(`${goalOf} in ${percent(seen / each)}; goal: at least 80 %`, seen >= 0.8 * each);
}

const judge = async ({check, fits, harm}: Illness, seed: number): Promise<Line> =>
  (await withLearner({seed, stream: "golden sick", fits}, async (drawn) => {
    const {verdict, summary} = await ask(await harm(drawn), check);
    return {verdict, summary};
  })) ?? {verdict: "", summary: ""};
