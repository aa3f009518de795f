import type {Channels, Modes} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {median} from "../math/stats.js";

/** How far a normalised channel's mean may lie from 0 and its variance from 1 in inference mode, beyond so many standard errors; and the share of channels that may do so. */
export const offGates = {mean: 0.5, variance: [0.5, 2], errors: 4, channels: 0.25} as const;

/** The channels of one normalisation that are not standard normal in inference mode. */
function off({means, variances, errors}: Channels): number {
  const [low, high] = offGates.variance;
  return means.filter((mean, i) => {
    const [ofMean, ofVariance] = errors[i]!.map((error) => offGates.errors * error) as [number, number];
    const variance = variances[i]!;
    return (
      Math.abs(mean) > offGates.mean + ofMean || variance < low - ofVariance || variance > high + ofVariance || !Number.isFinite(variance)
    );
  }).length;
}

/** The share of all channels that are not. */
export function shareOff({norms}: Modes): number {
  const total = norms.reduce((sum, {means}) => sum + means.length, 0);
  return total === 0 ? 0 : norms.reduce((sum, one) => sum + off(one), 0) / total;
}

/** Each normalisation's channels in inference mode: standard normal are expected, as in training mode. */
export const channelEvidence = ({norms}: Modes): Evidence[] =>
  norms.length === 0
    ? []
    : [
        {
          kind: "table",
          label: "normalised channels in inference mode: mean 0 and variance 1 are expected",
          columns: ["layer", "channels", "far off", "largest mean", "smallest variance", "median variance", "largest variance"],
          rows: norms.map((one) => [
            one.layer,
            one.means.length,
            off(one),
            num(one.means.reduce((top, mean) => (Math.abs(mean) > Math.abs(top) ? mean : top), 0)),
            num(Math.min(...one.variances)),
            num(median(one.variances)),
            num(Math.max(...one.variances)),
          ]),
        },
      ];
