import {setTimeout as pause} from "node:timers/promises";
import {random, type Random} from "../../src/math/random.js";
import {attacks} from "./kernel/attackers.js";
import {Host} from "./kernel/host.js";
import {byRole, processes} from "./kernel/memory.js";

/**
 * Sends random and mutated frames to every socket of a kernel that runs: `npm run proof kernel-frames [frames] [seed] [words of attacks]`. Exit code 1
 * when its process ends or stops answering, when something ran that was not signed, or when a process grows by more than `bound`. An attack that
 * ended the kernel `patience` times is left out from then on.
 */
export async function run([frames = "100000", seed = "1", ...words]: readonly string[]): Promise<void> {
  const [count, draw] = [Number(frames), random(Number(seed))];
  if (!Number.isSafeInteger(count) || count < batch)
    throw new RangeError(`expected a whole number of frames from ${batch} on, got ${frames}`);
  const chosen = attacks.filter(({name}) => words.every((word) => name.includes(word)));
  if (chosen.length === 0) throw new RangeError(`expected words of attacks, got ${words.join(" ")}`);
  const state: State = {host: await Host.start(), harms: new Map(), sent: 0, peaks: new Map()};
  try {
    await attack(state, {count, draw, chosen});
    await look(state, {rest});
    report(state);
  } finally {
    await state.host.end();
  }
}

const batch = 25;
const patience = 3;
// Megabytes above what a process had after the first twentieth.
const bound = 150;
// Milliseconds after which the compiler has given back what it does not need: in between, that is as much again as it needs.
const rest = 10_000;

interface State {
  host: Host;
  harms: Map<string, string[]>;
  sent: number;
  peaks: Map<string, {first: number; last: number}>;
}

async function attack(state: State, {count, draw, chosen}: {count: number; draw: Random; chosen: typeof attacks}): Promise<void> {
  for (let at = 0; state.sent < count; at++) {
    const known = chosen.filter(({name}) => (state.harms.get(name)?.length ?? 0) < patience);
    if (known.length === 0) return;
    const one = known[at % known.length]!;
    await one.send(state.host, {count: batch, draw});
    const before = state.sent;
    state.sent += batch;
    const harm = await harmOf(state.host);
    if (harm !== undefined) await mourn(state, {name: one.name, harm});
    if (Math.floor((20 * before) / count) < Math.floor((20 * state.sent) / count))
      await look(state, {rest: state.peaks.size === 0 ? rest : 0});
  }
}

/** What an attack has done; undefined when the kernel is well. */
async function harmOf(host: Host): Promise<string | undefined> {
  const info = await host.ask("kernel_info_request", {content: {}, patience: 15});
  if (host.ended !== undefined) return `the kernel's process ended by ${host.ended}: ${lastError(host.log)}`;
  if (!info) return `no answer within 15 s: ${lastError(host.log)}`;
  // Also behind what is signed: its cells come before this one.
  const code = `if (globalThis.forged) throw new RangeError("forged")`;
  const reply = await host.ask("execute_request", {content: {code, silent: true}, patience: 15});
  if (reply?.ename === "RangeError") return "it ran what was not signed";
  return reply ? undefined : `no cell is executed any more: ${lastError(host.log)}`;
}

async function mourn(state: State, {name, harm}: {name: string; harm: string}): Promise<void> {
  console.error(`HARM after ${state.sent} frames: ${name}: ${harm}`);
  state.harms.set(name, [...(state.harms.get(name) ?? []), harm]);
  state.host.child.kill("SIGKILL");
  await state.host.end();
  state.host = await Host.start();
  // A new process is measured anew.
  state.peaks.clear();
}

const lastError = (log: string): string => {
  const lines = log.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("ddx kernel: dropped"));
  const at = lines.findLastIndex((line) => /^\S*Error|thread .* panicked|overflow/.test(line));
  return lines
    .slice(at < 0 ? -2 : at, at < 0 ? undefined : at + 3)
    .join(" ")
    .slice(0, 400);
};

async function look({host, peaks, sent}: State, {rest}: {rest: number}): Promise<void> {
  await pause(rest);
  const sums = byRole(await processes(host.child.pid!));
  for (const [role, rss] of sums) peaks.set(role, {first: peaks.get(role)?.first ?? rss, last: rss});
  console.log(`${sent} frames: ${[...sums].map(([role, rss]) => `${role} ${rss.toFixed(0)} MB`).join(", ")}`);
}

function report({harms, peaks}: State): void {
  const grown = [...peaks].filter(([, {first, last}]) => last - first > bound);
  for (const [role, {first, last}] of grown) console.error(`FAILED: ${role} grew from ${first.toFixed(0)} to ${last.toFixed(0)} MB`);
  for (const [name, list] of harms) console.error(`FAILED: ${name}: ${list.length} times: ${list[0]}`);
  if (grown.length + harms.size > 0) process.exitCode = 1;
  else console.log("nothing unsigned ran, nothing ended, the kernel still answers");
}
