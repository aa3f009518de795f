import {decode, type DecodedPng} from "fast-png";
import {both, type Closeness, type Difference, type Pair} from "./difference.js";

/** A step that encoders and graphics processors make of themselves, of 255. */
const noise = 2;

/** Compares two PNGs (base64) by their pixels: a channel may be as far apart as the tolerance says, as a share of its range, and two steps of 255 in any case; undefined for what cannot be read so. */
export function comparePixels(pair: Pair<string>, {tolerance}: Closeness): readonly Difference[] | undefined {
  const images = both(pair, read);
  const {stored, fresh} = images;
  if (!stored || !fresh) return undefined;
  const sizes = both({stored, fresh}, ({width, height}) => `${width} × ${height} pixels`);
  if (sizes.stored !== sizes.fresh) return [{where: "", ...sizes}];
  const far = farPixels({stored, fresh}, Math.max(noise, tolerance * 255));
  if (far.length === 0) return [];
  const at = far[0]!;
  const place = `pixel ${at % stored.width}, ${Math.floor(at / stored.width)}`;
  const colour = (image: DecodedPng) => `rgba(${rgba(image, at).map(Math.round).join(", ")})`;
  const share = `${far.length} of ${stored.width * stored.height} pixels differ, the first`;
  return [{where: `${share} at ${place}`, ...both({stored, fresh}, colour)}];
}

function read(content: string): DecodedPng | undefined {
  try {
    const image = decode(Buffer.from(content, "base64"));
    // Of less than a byte a pixel the pixels are packed.
    return image.depth < 8 ? undefined : image;
  } catch {
    return undefined;
  }
}

function farPixels({stored, fresh}: Pair<DecodedPng>, most: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < stored.width * stored.height; at++) {
    const [a, b] = [rgba(stored, at), rgba(fresh, at)];
    // Of what cannot be seen the colour does not matter.
    if ((a[3] > 0 || b[3] > 0) && a.some((value, channel) => Math.abs(value - b[channel]!) > most)) found.push(at);
  }
  return found;
}

/** A pixel as red, green, blue and opacity from 0 to 255, however it is stored. */
function rgba({data, channels, depth, palette}: DecodedPng, at: number): [number, number, number, number] {
  if (palette) {
    const [red = 0, green = 0, blue = 0, alpha = 255] = palette[data[at]!] ?? [];
    return [red, green, blue, alpha];
  }
  const scale = 255 / (2 ** depth - 1);
  const value = (channel: number) => data[at * channels + channel]! * scale;
  const grey = channels < 3;
  const opacity = channels === 2 || channels === 4 ? value(channels - 1) : 255;
  return [value(0), value(grey ? 0 : 1), value(grey ? 0 : 2), opacity];
}
