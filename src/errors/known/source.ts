import type {Source} from "../../finding.js";
import {sources} from "../../sources.js";

/** The file of tfjs 4.22 that throws a message. */
export const tfjs = (at: string): Source => ({...sources.tfjs, title: "tensorflow.js 4.22, source", at});

/** An issue of tensorflow.js's tracker that is about a message. */
export const issue = (number: number): Source => ({
  title: `issue ${number}`,
  by: "tensorflow.js",
  url: `https://github.com/tensorflow/tfjs/issues/${number}`,
});
