import {createHmac} from "node:crypto";
import {message, type Key} from "../../../kernel/wire.js";
import type {Random} from "../../../src/math/random.js";

/** A way to make messages that no client sends. */
export interface Mutation {
  /** What it is called when the kernel takes it badly. */
  name: string;
  /** Frames of one message. */
  make: (given: {draw: Random; key: Key}) => Buffer[];
}

/** What an unsigned message would run if it were let in. */
export const forgery = "globalThis.forged = true";

const delimiter = Buffer.from("<IDS|MSG>");
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const pick = <T>(list: readonly T[], draw: Random): T => list[Math.floor(draw() * list.length)]!;
const noise = (draw: Random, most: number): Buffer => Buffer.from(Array.from({length: Math.floor(draw() * most)}, () => draw() * 256));

/** Header, parent, metadata and content of a request. */
function parts(type: string, content: unknown): Buffer[] {
  const {header} = message(type, {content: {}});
  return [json(header), json({}), json({}), json(content)];
}

function signature(signed: readonly Buffer[], {key, hash}: Key): Buffer {
  const mac = createHmac(hash, key);
  for (const part of signed) mac.update(part);
  return Buffer.from(mac.digest("hex"));
}

const seal = (signed: readonly Buffer[], key: Key): Buffer[] => [delimiter, signature(signed, key), ...signed];

const evil = () => parts("execute_request", {code: forgery});

/** Messages that nobody with the key has signed as they are. */
export const unsigned: readonly Mutation[] = [
  {name: "random frames", make: ({draw}) => Array.from({length: 1 + Math.floor(draw() * 9)}, () => noise(draw, 300))},
  {name: "truncated", make: ({draw, key}) => seal(evil(), key).slice(0, Math.floor(1 + draw() * 5))},
  {name: "frame cut short", make: ({draw, key}) => cutOne(seal(evil(), key), draw)},
  {name: "no delimiter", make: ({key}) => seal(evil(), key).slice(1)},
  {name: "wrong signature", make: ({key}) => seal(evil(), {...key, key: "another"})},
  {name: "no signature", make: () => [delimiter, Buffer.alloc(0), ...evil()]},
  {name: "signature of another length", make: ({draw}) => [delimiter, noise(draw, 200), ...evil()]},
  {name: "content changed after signing", make: ({key}) => [...seal(parts("execute_request", {code: "1"}), key).slice(0, 5), evil()[3]!]},
  {name: "frames in another order", make: ({key}) => seal(evil(), key).toSpliced(2, 2, json({}), evil()[0]!)},
  {name: "two delimiters", make: ({draw, key}) => [delimiter, noise(draw, 64), ...seal(evil(), {...key, key: "another"})]},
  {name: "many identities", make: ({draw}) => [...Array.from({length: 200}, () => noise(draw, 9)), delimiter, noise(draw, 64), ...evil()]},
];

function cutOne(frames: Buffer[], draw: Random): Buffer[] {
  const at = Math.floor(draw() * frames.length);
  return frames.with(at, frames[at]!.subarray(0, Math.floor(draw() * frames[at]!.length)));
}

const oddities: readonly unknown[] = [null, true, 0, -1, 1e308, 0.5, "", "text", "\ud800", [], [[]], {}, {code: 1}, "x".repeat(10_000)];
const types: readonly string[] = [
  "kernel_info_request",
  "execute_request",
  "complete_request",
  "inspect_request",
  "is_complete_request",
  "history_request",
  "comm_info_request",
  "comm_open",
  "comm_msg",
  "comm_close",
  "interrupt_request",
  "input_reply",
  "debug_request",
  "connect_request",
  "constructor",
  "__proto__",
];
const fields: readonly string[] = [
  "code silent store_history stop_on_error user_expressions allow_stdin cursor_pos detail_level hist_access_type output raw session start stop n",
  "pattern unique comm_id target_name data value restart",
].flatMap((line) => line.split(" "));

/** Messages signed rightly that say what no client says; one of the four parts is put in the place of the right one. */
const replaced = (name: string, {at, make}: {at: number; make: (draw: Random) => Buffer}): Mutation => ({
  name,
  make: ({draw, key}) => seal(parts(pick(types, draw), {code: "1", cursor_pos: 0}).with(at, make(draw)), key),
});

const partNames = ["header", "parent", "metadata", "content"];
const brackets = (draw: Random): Buffer => {
  const depth = 1000 + Math.floor(draw() * 50_000);
  return Buffer.from(`{"code": "1", "cursor_pos": 0, "deep": ${"[".repeat(depth)}${"]".repeat(depth)}}`);
};

const wrongParts: readonly {name: string; make: (draw: Random) => Buffer}[] = [
  {name: "null", make: () => json(null)},
  {name: "of a wrong type", make: (draw) => json(pick(oddities.slice(1), draw))},
  {name: "no UTF-8", make: () => Buffer.concat([Buffer.from('{"code": "'), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from('"}')])},
  {name: "no JSON", make: (draw) => noise(draw, 100)},
  {name: "deeply nested", make: brackets},
];

const eachPart: readonly Mutation[] = partNames.flatMap((part, at) =>
  wrongParts.map(({name, make}) => replaced(`signed, ${part} ${name}`, {at, make})),
);

const code = (name: string, make: (draw: Random) => string): Mutation => ({
  name: `signed, ${name}`,
  make: ({draw, key}) => {
    const source = make(draw);
    const type = pick(["execute_request", "complete_request", "inspect_request", "is_complete_request"], draw);
    return seal(parts(type, {code: source, cursor_pos: source.length}), key);
  },
});

const depth = (draw: Random): number => Math.floor(10 ** (2 + 2.5 * draw()));

/** Messages signed rightly that say what no client says. */
export const signed: readonly Mutation[] = [
  ...eachPart,
  {
    name: "signed, header without a field",
    make: ({draw, key}) => seal(parts(pick(types, draw), {code: "1"}).with(0, partHeader(draw)), key),
  },
  {name: "signed, fields of wrong types", make: ({draw, key}) => seal(parts(pick(types, draw), oddContent(draw)), key)},
  {
    name: "signed, many buffers",
    make: ({draw, key}) => [...seal(parts(pick(types, draw), {}), key), ...Array.from({length: 300}, () => noise(draw, 9))],
  },
  {
    name: "signed, a pattern of many stars",
    make: ({draw, key}) => seal(parts("history_request", {hist_access_type: "search", pattern: "*1".repeat(draw() * 40)}), key),
  },
  code("code of many brackets", (draw) => pick(["(", "[", "{", "`${"], draw).repeat(depth(draw))),
  code("code of many operators", (draw) => `${pick(["1+", "a.", "!", "-", "x=>", "1?1:", "a("], draw).repeat(depth(draw))}1`),
  code("code of many elses", (draw) => `${"if (0) 1; else ".repeat(depth(draw))}1`),
  code("a long word", (draw) => `${"a".repeat(depth(draw) * 3)} `),
  code("random code", (draw) =>
    noise(draw, 400)
      .toString("latin1")
      .replace(/while|for/g, ""),
  ),
];

function partHeader(draw: Random): Buffer {
  const {header} = message(pick(types, draw), {content: {}});
  const name = pick(Object.keys(header), draw);
  return json({...header, [name]: draw() < 0.5 ? undefined : pick(oddities, draw)});
}

function oddContent(draw: Random): Record<string, unknown> {
  const content: Record<string, unknown> = {code: "1", cursor_pos: 1};
  for (let i = 0; i < 4; i++) content[pick(fields, draw)] = pick(oddities, draw);
  return content;
}
