import {diagnose, tf} from "../../src/index.js";
import {wrongImageLayout} from "../../src/data/wrong-image-layout.js";
import {laidOut, type Pictures} from "./layouts/pictures.js";

/** Counts verdicts of wrong-image-layout over pictures of many kinds, laid out as the convolution reads them and with the channels first. */
export async function run(): Promise<void> {
  for (const fall of [0.5, 1, 1.5])
    for (const noise of [0, 0.3, 1])
      for (const own of [0, 0.3, 1]) {
        const counts = {right: 0, sick: 0};
        for (let seed = 1; seed <= seeds; seed++) {
          const size = [12, 16, 24, 32][seed % 4]!;
          const options: Pictures = {fall, noise, own, seed, height: size, width: size, count: 8 + 4 * (seed % 5)};
          if ((await verdict(options, "channels last")) !== "pass") counts.right++;
          if ((await verdict(options, "channels first")) === "fail") counts.sick++;
        }
        console.log(`fall ${fall} noise ${noise} own ${own}: ${counts.right} of ${seeds} false alarms, ${counts.sick} of ${seeds} found`);
      }
}

const seeds = 12;

async function verdict(options: Pictures, order: "channels last" | "channels first"): Promise<string> {
  const shape = [options.height!, options.width!, 3];
  const model = () => {
    const net = tf.sequential({
      layers: [tf.layers.conv2d({filters: 1, kernelSize: 1, inputShape: shape}), tf.layers.flatten(), tf.layers.dense({units: 1})],
    });
    net.compile({optimizer: "sgd", loss: "meanSquaredError"});
    return net;
  };
  const x = laidOut(options, {order, shape});
  const {findings} = await diagnose({model, train: {x, y: Array.from({length: x.shape[0]!}, (_, i) => [i])}}, {checks: [wrongImageLayout]});
  return findings[0]!.verdict;
}
