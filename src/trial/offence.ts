import type {NonFinite} from "../check.js";

/** Says in one clause what was not finite first, and when. */
export function tellNonFinite({step, epoch, batch, ...rest}: NonFinite): string {
  const place = epoch === undefined ? "" : ` (epoch ${epoch}, batch ${batch})`;
  return `step ${step}${place}: ${culprit(rest, step)}`;
}

function culprit({what, layer, weight, before}: Omit<NonFinite, "step">, step: number): string {
  const last = before === undefined ? "" : `; the loss before was ${Number(before).toPrecision(3)}`;
  if (what === "input") return `the batch itself holds a value that is not finite, which reaches ${layer}`;
  if (what === "weight")
    return `the ${weight} of ${layer} is not finite since ${step > 1 ? `the update of step ${step - 1}` : "the start"}${last}`;
  if (what === "gradient")
    return `the gradient of the ${weight} of ${layer} overflows on its way back from a loss that is still finite${last}`;
  if (what === "output") return `${layer} overflows: it answers finite numbers with a value that is not finite${last}`;
  return `the network's answers are finite and the loss is not: a target is not, or the loss overflows on these answers${last}`;
}
