import {random} from "../../../src/math/random.js";

/** What pictures are made of. */
export interface Pictures {
  count?: number;
  height?: number;
  width?: number;
  channels?: number;
  /** Power of the spatial frequency that amplitudes fall with: 1 in photographs (Field 1987). */
  fall?: number;
  /** Deviation of white noise, where the picture's own is about 1. */
  noise?: number;
  /** Share of each channel's variance that is its own. */
  own?: number;
  seed?: number;
}

/** Pictures as sums of waves, `value(row, column, channel)` each; their amplitudes fall with the frequency. */
export function pictures(options: Pictures = {}): ((row: number, column: number, channel: number) => number)[] {
  const {count = 24, height = 16, width = 16, channels = 3, fall = 1, noise = 0.1, own = 0.3, seed = 9} = options;
  const draw = random(seed);
  const plane = () => {
    const waves = Array.from({length: 24}, () => {
      const frequency = 0.5 * Math.min(height, width) ** draw();
      const angle = 2 * Math.PI * draw();
      const [x, y] = [(frequency * Math.cos(angle)) / width, (frequency * Math.sin(angle)) / height];
      return {
        x: 2 * Math.PI * x,
        y: 2 * Math.PI * y,
        at: 2 * Math.PI * draw(),
        size: (0.5 + draw()) / frequency ** (fall - 1) / Math.sqrt(12),
      };
    });
    return (row: number, column: number) => waves.reduce((sum, {x, y, at, size}) => sum + size * Math.cos(x * column + y * row + at), 0);
  };
  return Array.from({length: count}, () => {
    const shared = plane();
    const each = Array.from({length: channels}, plane);
    const grain = Float32Array.from({length: height * width * channels}, () => noise * Math.sqrt(12) * (draw() - 0.5));
    return (row, column, channel) =>
      Math.sqrt(1 - own) * shared(row, column) +
      Math.sqrt(own) * each[channel]!(row, column) +
      grain[(row * width + column) * channels + channel]!;
  });
}

/** The numbers of pictures in one order, and the shape that they are given. */
export function laidOut(
  options: Pictures,
  {order, shape}: {order: "channels last" | "channels first" | "columns first"; shape: readonly number[]},
): {values: Float32Array; shape: number[]} {
  const {height = 16, width = 16, channels = 3} = options;
  const made = pictures(options);
  const size = height * width * channels;
  const values = new Float32Array(made.length * size);
  made.forEach((picture, i) => {
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        for (let channel = 0; channel < channels; channel++) {
          const at = {
            "channels last": (row * width + column) * channels + channel,
            "channels first": (channel * height + row) * width + column,
            "columns first": (column * height + row) * channels + channel,
          }[order];
          values[i * size + at] = picture(row, column, channel);
        }
  });
  return {values, shape: [made.length, ...shape]};
}
