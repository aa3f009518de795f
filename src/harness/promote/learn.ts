import os from "node:os";
import {isDeepStrictEqual} from "node:util";
import {name} from "./chart-facts.js";
import {claim, equality, place, type Claim, type Learned} from "./claim.js";
import {learnChart, learnFindings, learnHistory, learnTensor} from "./learn-known.js";
import {learnNumber, learnNumbers} from "./learn-numbers.js";
import {laidOut, literal, valueCode} from "./literal.js";
import type {Of, Sight} from "./sight.js";

/** Longest text, and longest code of a value and of a part of one, that is asserted as a whole. */
const longest = {text: 240, whole: 400, part: 120};

const none = (note: string): Learned => ({claims: [], notes: [note]});

/** What to assert of a value that was seen once in each run; `path` leads to it as chai writes it. */
export function learn(sights: readonly Sight[], path = ""): Learned {
  const [first] = sights as [Sight];
  if (sights.some(({kind}) => kind !== first.kind)) return none(`${place(path)} is of different kinds in different runs`);
  switch (first.kind) {
    case "other":
      return none(`${place(path)} is ${first.what}`);
    case "value":
      return learnValue(sights as Of<"value">[], path);
    case "tensor":
      return path === "" ? learnTensor(sights as Of<"tensor">[]) : none(`${place(path)} is a tensor`);
    case "history":
      return path === "" ? learnHistory(sights as Of<"history">[]) : none(`${place(path)} is the record of a fit`);
    case "chart":
      return path === "" ? learnChart(sights as Of<"chart">[]) : none(`${place(path)} is a chart`);
    case "findings":
      return path === "" ? learnFindings(sights as Of<"findings">[]) : none(`${place(path)} holds findings`);
    default:
      return learnWhole(sights, path) ?? learnParts(sights, path);
  }
}

function learnValue(sights: readonly Of<"value">[], path: string): Learned {
  const [first] = sights as [Of<"value">];
  const values = sights.map(({value}) => value);
  if (values.every((value): value is number => typeof value === "number")) return learnNumber(values, path);
  if (!values.every((value) => isDeepStrictEqual(value, first.value))) return learnType(values, path);
  if (typeof first.value !== "string" || first.value.length <= longest.text)
    return isLocal(first.value)
      ? none(`${place(path)} holds a path of this machine`)
      : {claims: [equality(path, {code: valueCode(first.value), deep: first.value instanceof Date})], notes: []};
  const words = `lengthOf(${first.value.length})`;
  const [line = ""] = first.value.trimStart().split("\n");
  const begins = claim(path, {
    root: `include(${JSON.stringify(line.slice(0, 80))})`,
    inner: `includes(${JSON.stringify(line.slice(0, 80))})`,
  });
  return isLocal(first.value)
    ? none(`${place(path)} holds a path of this machine`)
    : {
        claims: [claim(path, {root: `have.${words}`, inner: `has.${words}`}), begins],
        notes: [`${place(path)} is long: its length and beginning`],
      };
}

/** Whether a text is another one on another machine. */
const isLocal = (value: unknown): boolean =>
  typeof value === "string" &&
  [process.cwd(), os.homedir(), `${os.tmpdir()}/`].some((folder) => folder.length > 1 && value.includes(folder));

function learnType(values: readonly unknown[], path: string): Learned {
  const types = new Set(values.map((value) => (value === null ? "null" : value instanceof Date ? "date" : typeof value)));
  const [type] = types;
  const note = `${place(path)} varies`;
  if (types.size > 1 || type === "null" || type === "date") return none(note);
  return {
    claims: [claim(path, {root: `be.a("${type}")`, inner: `is.a("${type}")`}, {evidence: "varies"})],
    notes: [`${note}: its type alone`],
  };
}

/** A value that was the same in all runs and can be written. */
function learnWhole(sights: readonly Sight[], path: string): Learned | undefined {
  const [first] = sights as [Sight];
  if (!sights.every((one) => isDeepStrictEqual(one, first))) return undefined;
  const code = literal(first);
  if (code === undefined || code.length > (path === "" ? longest.whole : longest.part) || isLocal(code)) return undefined;
  return {claims: [equality(path, {code: path === "" ? laidOut(first)! : code, deep: true})], notes: []};
}

function learnParts(sights: readonly Sight[], path: string): Learned {
  const [first] = sights as [Sight];
  if (first.kind === "numbers") return learnNumbers(sights as Of<"numbers">[], path);
  if (first.kind === "list") return learnList(sights as Of<"list">[], path);
  return learnRecord(sights as Of<"record">[], path);
}

function learnList(sights: readonly Of<"list">[], path: string): Learned {
  const [{length, items}] = sights as [Of<"list">];
  if (sights.some((one) => one.length !== length)) return none(`the length of ${place(path)} varies`);
  const words = `lengthOf(${length})`;
  const whole = claim(path, {root: `have.${words}`, inner: `has.${words}`});
  const chosen = items.length <= 4 ? [...items.keys()] : [0, items.length - 1];
  const inner = chosen.map((index) => {
    const at = index === items.length - 1 ? length - 1 : index;
    return learn(
      sights.map((one) => one.items[index]!),
      `${path}[${at}]`,
    );
  });
  const left = chosen.length < length ? [`${place(path)} is long: its length, its first and its last item`] : [];
  return joined([{claims: [whole], notes: left}, ...inner]);
}

function learnRecord(sights: readonly Of<"record">[], path: string): Learned {
  const [first] = sights as [Of<"record">];
  const keys = first.fields.map(([key]) => key);
  const same = sights.every(({fields}) => isDeepStrictEqual(new Set(fields.map(([key]) => key)), new Set(keys)));
  if (!same) return none(`the keys of ${place(path)} vary`);
  const inner = keys.map((key) =>
    learn(
      sights.map(({fields}) => fields.find(([other]) => other === key)![1]),
      path === "" ? name(key) : `${path}.${name(key)}`,
    ),
  );
  return joined(inner);
}

/** Most assertions on one value: more would not be read. */
const most = 12;

function joined(all: readonly Learned[]): Learned {
  const claims: Claim[] = all.flatMap((one) => one.claims);
  const left = claims.length - most;
  return {
    claims: claims.slice(0, most),
    notes: [...all.flatMap(({notes}) => notes), ...(left > 0 ? [`${left} more values are left out`] : [])],
  };
}
