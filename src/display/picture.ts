import type {Evidence} from "../finding.js";
import {base64} from "../math/base64.js";

export {base64};

/** Pixels row by row, channels side by side, 0 to 255. */
export type Picture = Pick<Extract<Evidence, {kind: "image"}>, "width" | "height" | "channels" | "pixels">;

/** A picture as base64 of a PNG file; the same bytes each time. */
export async function toPng({width, height, channels, pixels}: Picture): Promise<string> {
  if (!(width > 0 && height > 0 && width * height <= 4_000_000))
    throw new RangeError(`expected a picture of 1 to 4,000,000 pixels, got ${width} × ${height}`);
  if (pixels.length !== width * height * channels)
    throw new RangeError(`expected ${width} × ${height} × ${channels} = ${width * height * channels} values, got ${pixels.length}`);
  const {encode} = await import("fast-png");
  return base64(encode({width, height, channels, depth: 8, data: Uint8ClampedArray.from(pixels)}));
}
