import {badSchedule} from "../../src/training/bad-schedule.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";

const epochs = 20;
const over = (value: (epoch: number) => number) => Array.from({length: epochs}, (_, epoch) => value(epoch));
/** What a fit leaves that starts at 1.1, as three classes do, and stops falling at `end`. */
const falling = (end: number) => over((epoch) => end + (1.1 - end) * Math.exp(-epoch));
const decay = (factor: number) => over((epoch) => 0.01 * factor ** epoch);

testCheck(badSchedule, {
  healthy: [
    {title: "a history without rates", subject: () => ({history: {loss: falling(0.1)}}), verdicts: ["skip"]},
    {title: "a constant rate", subject: () => ({history: {loss: falling(0.1), lr: over(() => 0.01)}})},
    {title: "a gentle decay", subject: () => ({...classifier(), history: {loss: falling(0.1), lr: decay(0.8)}})},
    {
      title: "one cycle: up, then down to nothing",
      subject: () => ({history: {loss: falling(0.1), lr: over((t) => (t < 12 ? 0.001 * (t + 1) : 1e-5))}}),
    },
    {
      title: "restarts that the loss recovers from",
      subject: () => ({history: {loss: over((t) => (t === 10 ? 2 : 1 / (t + 1))), lr: over((t) => 0.1 / ((t % 10) + 1))}}),
    },
    {
      title: "an early drop after all was learned",
      subject: () => ({...classifier(), history: {loss: falling(0.05), learning_rate: decay(0.4)}}),
      says: /at a constant rate/,
    },
    {
      title: "an early drop, with nothing to compare with, is a warning",
      subject: () => ({history: {loss: falling(0.9), lr: decay(0.2)}}),
      verdicts: ["warn"],
    },
  ],
  sick: [
    {
      title: "a rate that falls fivefold each epoch, while nearly all is left to learn",
      subject: () => ({...classifier(), history: {loss: falling(0.9), lr: decay(0.2)}}),
      says: /from epoch 4, and 8\d % of what a constant answer leaves/,
    },
    {
      title: "a rate that grows until the loss does",
      subject: () => ({history: {loss: over((t) => (t < 10 ? 1 / (t + 1) : t - 8)), lr: over((t) => 0.001 * 2 ** t)}}),
      says: /from 0\.1 to 11/,
    },
  ],
});
