import {isDeepStrictEqual} from "node:util";
import {isFall} from "./bound.js";
import {equality, type Claim, type Learned} from "./claim.js";
import {isFalling, rangeText, sideOf} from "./learn-numbers.js";
import {objectCode, valueCode} from "./literal.js";
import type {Of} from "./sight.js";

/** What to assert of a tensor: its shape where that is fixed, its type, its range. */
export function learnTensor(sights: readonly Of<"tensor">[]): Learned {
  const [{shape, dtype, range}] = sights as [Of<"tensor">];
  const fixed = sights.every((one) => isDeepStrictEqual(one.shape, shape));
  const claims: Claim[] = [];
  if (fixed) claims.push(equality("shape", {code: `[${shape.join(", ")}]`, deep: true}));
  if (sights.every((one) => one.dtype === dtype)) claims.push(equality("dtype", {code: JSON.stringify(dtype), deep: false}));
  const notes = fixed ? [] : ["the tensor's shape varies"];
  if (!range || !sights.every((one) => one.range)) return {claims, notes};
  const side = (index: 0 | 1, read: string) =>
    sideOf(
      sights.map((one) => one.range![index]),
      {expression: (subject) => `${subject}${read}.dataSync()[0]`, single: dtype === "float32"},
    );
  const sides = fixed && shape.length === 0 ? [side(0, "")] : [side(0, ".min()"), side(1, ".max()")];
  const wide = sides.some((one) => one.length === 0) ? ["the tensor's range varies too much, or is not finite"] : [];
  return {claims: [...claims, ...sides.flat()], notes: [...notes, ...wide]};
}

/** What to assert of the record of a fit: its epochs, that its figures are finite, where they end, that losses fall. */
export function learnHistory(sights: readonly Of<"history">[]): Learned {
  const [{series}] = sights as [Of<"history">];
  const found = series.map(([name]) =>
    learnSeries(
      name,
      sights.map((one) => new Map(one.series).get(name) ?? []),
    ),
  );
  return {claims: found.flatMap(({claims}) => claims), notes: found.flatMap(({notes}) => notes)};
}

function learnSeries(name: string, runs: readonly (readonly number[])[]): Learned {
  const [{length}] = runs as [readonly number[]];
  const path = /^[\w$]+$/.test(name) ? `.history.${name}` : `.history[${JSON.stringify(name)}]`;
  if (length === 0 || runs.some((values) => values.length !== length))
    return {claims: [], notes: [`the number of epochs of ${name} varies`]};
  const on = (words: string, evidence?: string): Claim => ({
    code: (subject) => `expect(${subject}${path}).to.${words};`,
    typed: true,
    ...(evidence && {evidence}),
  });
  const finite = runs.flat().every(Number.isFinite);
  const last = runs.map((values) => values.at(-1)!);
  const end = sideOf(last, {expression: (subject) => `${subject}${path}.at(-1)`, single: true});
  const start =
    end.length > 0 || length === 1
      ? []
      : sideOf(
          runs.map((values) => values[0]!),
          {expression: (subject) => `${subject}${path}[0]`, single: true},
        );
  const notes = end.length > 0 ? [] : [`the last ${name} varies too much (${rangeText(last)})`];
  return {
    claims: [
      on(`have.lengthOf(${length})`),
      ...(finite ? [on("satisfy((values: number[]) => values.every(Number.isFinite))")] : []),
      ...(/loss/i.test(name) ? fall(runs, on) : []),
      ...start,
      ...end,
    ],
    notes: finite ? notes : [...notes, `${name} is not finite in some runs`],
  };
}

/** That a loss falls at each step, or at least from the first to the last, as it did in all runs by more than chance. */
function fall(runs: readonly (readonly number[])[], on: (words: string, evidence: string) => Claim): Claim[] {
  const evidence = `in each of ${runs.length} runs`;
  if (isFalling(runs))
    return [on("satisfy((values: number[]) => values.every((value, i) => i === 0 || value < values[i - 1]!))", evidence)];
  const [first, last] = [0, -1].map((index) => runs.map((values) => values.at(index)!)) as [number[], number[]];
  return runs[0]!.length > 1 && isFall(first, last) ? [on("satisfy((values: number[]) => values.at(-1)! < values[0]!)", evidence)] : [];
}

/** What to assert of a chart: marks, channels and rows, as far as they were the same. */
export function learnChart(sights: readonly Of<"chart">[]): Learned {
  const [{facts, built}] = sights as [Of<"chart">];
  const others = sights.map((one) => new Map(one.facts));
  const same = facts.filter(([path, value]) => others.every((other) => other.get(path) === value));
  const entries = same.map(([path, value]) => [path, valueCode(value)] as const);
  if (entries.length === 0) return {claims: [], notes: ["nothing of the chart is the same in all runs"]};
  const code = (subject: string) => `expect(${subject}${built ? ".toSpec()" : ""}).to.nested.include(${objectCode(entries)});`;
  return {claims: [{code}], notes: same.length < facts.length ? ["some of the chart varies and is left out"] : []};
}

/** What to assert of findings: the verdict of each named check, as far as it was the same. */
export function learnFindings(sights: readonly Of<"findings">[]): Learned {
  const [{form, verdicts}] = sights as [Of<"findings">];
  if (sights.some((one) => one.form !== form)) return {claims: [], notes: ["findings come in different forms in different runs"]};
  const names = verdicts.map(([name]) => name);
  const stable = verdicts.filter(([name, verdict], index) =>
    sights.every((one) => isDeepStrictEqual(one.verdicts[index], [name, verdict])),
  );
  const varying = names.filter((name) => !stable.some(([other]) => other === name));
  const notes = varying.length > 0 ? [`the verdicts of ${varying.join(", ")} vary and are left out`] : [];
  if (stable.length === 0 || new Set(names).size < names.length)
    return {claims: [], notes: [...notes, ...(stable.length > 0 ? ["several findings bear one name"] : [])]};
  if (form === "finding") {
    const code = JSON.stringify(stable[0]![1]);
    return {
      claims: [equality("about.name", {code: JSON.stringify(names[0]), deep: false}), equality("verdict", {code, deep: false})],
      notes,
    };
  }
  const list = form === "diagnosis" ? ".findings" : "";
  const pairs = objectCode(stable.map(([name, verdict]) => [name, JSON.stringify(verdict)]));
  const words = varying.length > 0 ? "include" : "deep.equal";
  const code = (subject: string) =>
    `expect(Object.fromEntries(${subject}${list}.map(({about, verdict}) => [about.name, verdict]))).to.${words}(${pairs});`;
  return {claims: [{code, typed: true}], notes};
}
