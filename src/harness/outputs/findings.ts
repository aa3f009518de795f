import {diagnosisType, findingType} from "../../display/mime.js";
import {isDiagnosis, isFinding} from "../../display/recognise.js";
import type {Finding} from "../../finding.js";
import type {MimeData} from "../../notebook/output.js";
import {within, type Compare} from "./difference.js";
import {compareJson} from "./json.js";

/** What checks found, by the name of the illness; undefined for a bundle without findings. */
export function readFindings(data: MimeData): ReadonlyMap<string, unknown> | undefined {
  const diagnosis = data[diagnosisType];
  const findings = isDiagnosis(diagnosis) ? diagnosis.findings : [data[findingType]].flat();
  if (!findings.length || !findings.every(isFinding)) return undefined;
  return new Map(findings.map((finding, index) => [nameOf(findings, index), said(finding)]));
}

/** A finding's name, numbered where several cases are shown in one list. */
function nameOf(findings: readonly Finding[], index: number): string {
  const {name} = findings[index]!.about;
  const before = findings.slice(0, index).filter(({about}) => about.name === name).length;
  return before ? `${name} ${before + 1}` : name;
}

// What a check says of itself changes with its version, not with the network.
const said = ({about: _, ...observed}: Finding): unknown => observed;

/** Compares findings by verdict, summary and evidence: neither where they were found nor how they are drawn matters. */
export const compareFindings: Compare<ReadonlyMap<string, unknown>> = ({stored, fresh}, closeness) =>
  [...new Set([...stored.keys(), ...fresh.keys()])].flatMap((name) =>
    within(`finding ${name}`, compareJson({stored: stored.get(name), fresh: fresh.get(name)}, closeness)),
  );
