import type {Task} from "../case.js";
import {check, type Split} from "../check.js";
import type {Observation} from "../finding.js";
import {percent} from "../math/digits.js";
import {derive, random} from "../math/random.js";
import {sources} from "../sources.js";
import {clumps, type Clumps} from "./clumps.js";
import {heldOutParts, nothingHeldOut, type Part} from "./parts.js";

/** Held-out rows of subjects that were learned from. */
interface Shared {
  part: string;
  rows: number;
  found: number;
  /** Subjects on both sides. */
  subjects: readonly (string | number)[];
}

/** Rows of the same subject on both sides of a split. */
export const groupedSplit = check(
  {
    name: "grouped-split",
    stage: "data",
    symptom: "The held-out score is far better than on new subjects.",
    cause:
      "Several rows belong to one patient, speaker, place or original picture; split by chance, rows of each fall on both sides, and knowing the subject is enough.",
    remedy: "Split by subject, all rows of one on the same side; give groups with the data to have it watched.",
    source: {...sources.kaufman, at: "section 4.2"},
    explains: ["leaked-split", "overfitting"],
    needs: ["train"],
    wants: ["validation", "test"],
  },
  ({train, validation, test, task, seed}) => {
    const parts = heldOutParts({validation, test});
    if (parts.length === 0) return nothingHeldOut;
    const shared = parts.flatMap((part) => sharedGroups(train, part) ?? []).sort((a, b) => b.found / b.rows - a.found / a.rows);
    return shared.length ? judgeGroups(shared[0]!) : judgeClumps(train, {parts, task, seed});
  },
);

/** Share of held-out rows of known subjects that makes a score too good. */
const leak = 0.01;

function sharedGroups(train: Split, {part, split}: Part): Shared | undefined {
  if (!train.groups || !split.groups) return undefined;
  const known = new Set(train.groups);
  const found = split.groups.filter((group) => known.has(group));
  return {part, rows: split.rows, found: found.length, subjects: [...new Set(found)]};
}

function judgeGroups({part, rows, found, subjects}: Shared): Observation {
  const share = found / rows;
  return {
    verdict: found === 0 ? "pass" : share > leak ? "fail" : "warn",
    summary: `${percent(share)} of the ${part} rows (${found} of ${rows}) belong to ${subjects.length} groups that were learned from; expected none`,
    evidence: found ? [{kind: "text", label: "groups on both sides", text: subjects.slice(0, 30).join(", ")}] : [],
    certainty: "exact",
  };
}

/** Share of held-out rows that lie within a clump of training rows from which on they were split by chance. */
const most = 0.5;

function judgeClumps(train: Split, {parts, task, seed}: {parts: readonly Part[]; task: Task; seed: number}): Observation {
  const judged = parts.flatMap(({part, split}) => {
    const found = clumps(train, {held: split, task, draw: random(derive(seed, part))});
    return found ? [{part, ...found}] : [];
  });
  const worst = judged.reduce<(Clumps & {part: string}) | undefined>((a, b) => (!a || b.inside > a.inside ? b : a), undefined);
  if (!worst || worst.inside < most)
    return {verdict: "pass", summary: "no groups were given, and the rows show no subjects that lie on both sides", evidence: []};
  const sure = worst.count >= manySubjects && worst.agree;
  return {
    verdict: sure ? "fail" : "warn",
    summary: `the training rows lie in about ${worst.count} clumps, and ${percent(worst.inside)} of the ${worst.part} rows lie within one of them${worst.agree ? ", with its target" : ""}; few are expected unless rows of one subject were split`,
    evidence: [
      {kind: "number", label: "rows a clump", value: worst.size},
      {kind: "number", label: "held-out rows within a clump of training rows", value: worst.inside, expected: 0},
    ],
  };
}

/** Clumps from which on they are subjects rather than kinds. */
const manySubjects = 20;
