import type {Output} from "../../notebook/output.js";

/** Outputs in whose texts, those in JSON too, all that matches is masked; pictures stay as they are. */
export const maskOutputs = (outputs: readonly Output[], masks: readonly RegExp[]): Output[] =>
  outputs.map((output) => masked(output, masks) as Output);

function masked(value: unknown, masks: readonly RegExp[]): unknown {
  if (typeof value === "string") return masks.reduce((text, mask) => text.replace(mask, "‹masked›"), value);
  if (Array.isArray(value)) return value.map((one) => masked(one, masks));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, kept.test(key) ? one : masked(one, masks)]));
}

/** What says the kind of an output, and pictures. */
const kept = /^(output_type|image\/(?!svg).*)$/;
