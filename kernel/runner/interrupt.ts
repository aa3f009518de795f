import {MessageChannel, receiveMessageOnPort, Worker} from "node:worker_threads";
import type {Answer} from "../protocol.js";
import {currentRun, tell, type Run} from "./run.js";

/**
 * Shared with the thread that listens while this one is busy: [0] loops have to look closer, [1] number of the last interrupt that was asked for,
 * [2] the main thread is inside V8's evaluation, where it may be terminated, [3] number of the last interrupt that was dealt with, [4] set when the
 * main thread, which stands still for an answer, may go on.
 */
export const flags = new Int32Array(new SharedArrayBuffer(20));

const active = new Set<Run>();
const stopping = new Set<Run>();
const answers = new MessageChannel();

/** What an interrupted cell fails with. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor() {
    super("the cell was interrupted");
  }
}

/** Starts the thread that listens to the supervisor while the main thread is busy. */
export function listenBeside(): void {
  const options = {workerData: {flags, answers: answers.port2}, transferList: [answers.port2], stdout: true, stderr: true};
  new Worker(new URL("./watch.js", import.meta.url), options).unref();
  answers.port1.unref();
}

/** Asks by `ask` and stands still until that was answered; throws when the cell is interrupted. */
export function standStill(id: number, ask: () => void): Answer {
  Atomics.store(flags, 4, 0);
  ask();
  for (;;) {
    Atomics.wait(flags, 4, 0);
    Atomics.store(flags, 4, 0);
    // An answer may have come too late for the question that it was given to.
    for (let one = received(); one; one = received()) if (one.id === id) return one.answer;
    stop();
  }
}

const received = (): {id: number; answer: Answer} | undefined =>
  (receiveMessageOnPort(answers.port1) as {message: {id: number; answer: Answer}} | undefined)?.message;

/** Called by a loop that found flags[0] set: throws when its run is to stop. */
export function stop(): void {
  const run = currentRun();
  if (flags[1]! > flags[3]! && run) mark(run);
  if (run?.interrupted) throw new Interrupted();
  lower();
}

/** From now on the run is stopped by an interrupt. */
export const begin = (run: Run): void => void active.add(run);

/** Ends waiting for all runs that are still going; their loops stop when they next come round. */
export function interrupt({number}: {number: number}): void {
  flags[3] = number;
  for (const run of active) {
    mark(run);
    run.abandon();
  }
  lower();
  tell({type: "stopped", number});
}

/** No loop of `run` can be left. */
export function settle(run: Run): void {
  stopping.delete(run);
  lower();
}

/** The run has ended, whatever of it still goes on. */
export function end(run: Run): void {
  run.active = false;
  active.delete(run);
}

function mark(run: Run): void {
  run.interrupted = true;
  stopping.add(run);
}

function lower(): void {
  flags[0] = stopping.size > 0 || flags[1]! > flags[3]! ? 1 : 0;
}
