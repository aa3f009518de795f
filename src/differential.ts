import {stages, type Finding, type Suspect} from "./finding.js";

/** Ranks causes: failing findings and warnings that explain one, without what they explain; exact before statistical, early stage before late. */
export function differential(findings: readonly Finding[]): Suspect[] {
  const fails = findings.filter(({verdict}) => verdict === "fail");
  const failing = new Set(fails.map(({about}) => about.name));
  const explaining = findings.filter(({verdict, about}) => verdict === "warn" && about.explains?.some((name) => failing.has(name)));
  const candidates = [...fails, ...explaining];
  const roots = candidates.filter(
    (candidate) => !candidates.some((other) => other !== candidate && explainedBy(candidate, {other, candidates})),
  );
  // What an accepted illness explains is accepted with it.
  const open = roots.filter(({accepted}) => !accepted);
  return open.sort((a, b) => rank(a) - rank(b)).map((root) => suspect(root, candidates));
}

/** True when `other` explains the finding; of two that explain each other the first in rank stays. */
function explainedBy(candidate: Finding, {other, candidates}: {other: Finding; candidates: readonly Finding[]}): boolean {
  if (!reach(other, candidates).has(candidate.about.name)) return false;
  if (other.verdict === "warn" && candidate.verdict === "fail" && candidate.certainty === "exact") return false;
  return !reach(candidate, candidates).has(other.about.name) || rank(other) < rank(candidate);
}

/** Names that a finding explains, directly or through another failing one: a doubt carries nothing on. */
function reach(from: Finding, candidates: readonly Finding[]): Set<string> {
  const names = new Set<string>();
  const queue = [...(from.about.explains ?? [])];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (names.has(name)) continue;
    names.add(name);
    queue.push(...(candidates.find(({about, verdict}) => about.name === name && verdict === "fail")?.about.explains ?? []));
  }
  return names;
}

const rank = ({verdict, certainty, about}: Finding): number =>
  (verdict === "fail" ? 0 : 100) + (certainty === "exact" ? 0 : 10) + stages.indexOf(about.stage);

function suspect(root: Finding, candidates: readonly Finding[]): Suspect {
  const explained = reach(root, candidates);
  const consequences = candidates.filter((other) => other !== root && explained.has(other.about.name));
  return {
    name: root.about.name,
    because: [root.summary, ...consequences.map(({about, summary}) => `it explains ${about.name}: ${summary}`)],
    remedy: root.about.remedy,
    certainty: root.verdict === "warn" ? "possible" : root.certainty === "exact" ? "certain" : "likely",
  };
}
