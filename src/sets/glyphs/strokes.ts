/** A point in a square of side 1, from its upper left corner. */
export type Point = readonly [x: number, y: number];

/** The digits as strokes, each a chain of points. */
export const digits: readonly (readonly (readonly Point[])[])[] = [
  [oval({x: 0.5, y: 0.5, width: 0.26, height: 0.38})],
  [chain(0.34, 0.3, 0.53, 0.12, 0.53, 0.88)],
  [chain(0.26, 0.3, 0.33, 0.17, 0.5, 0.12, 0.67, 0.18, 0.72, 0.34, 0.62, 0.52, 0.26, 0.87, 0.76, 0.87)],
  [chain(0.27, 0.17, 0.5, 0.12, 0.7, 0.2, 0.7, 0.38, 0.48, 0.47, 0.72, 0.58, 0.73, 0.77, 0.52, 0.88, 0.26, 0.8)],
  [chain(0.62, 0.88, 0.62, 0.12, 0.22, 0.62, 0.8, 0.62)],
  [chain(0.73, 0.13, 0.31, 0.13, 0.29, 0.46, 0.52, 0.42, 0.72, 0.54, 0.71, 0.76, 0.5, 0.88, 0.26, 0.8)],
  [chain(0.66, 0.12, 0.42, 0.26, 0.29, 0.5, 0.29, 0.72, 0.42, 0.87, 0.6, 0.87, 0.72, 0.7, 0.6, 0.53, 0.4, 0.53, 0.29, 0.66)],
  [chain(0.24, 0.14, 0.76, 0.14, 0.44, 0.88)],
  [oval({x: 0.5, y: 0.31, width: 0.19, height: 0.19}), oval({x: 0.5, y: 0.69, width: 0.24, height: 0.2})],
  [chain(0.71, 0.36, 0.6, 0.49, 0.4, 0.49, 0.28, 0.32, 0.4, 0.14, 0.6, 0.14, 0.71, 0.32, 0.69, 0.6, 0.55, 0.88)],
];

/** Points from pairs of numbers. */
function chain(...numbers: number[]): Point[] {
  return Array.from({length: numbers.length / 2}, (_, i) => [numbers[2 * i]!, numbers[2 * i + 1]!]);
}

function oval({x, y, width, height}: {x: number; y: number; width: number; height: number}): Point[] {
  return Array.from({length: 13}, (_, i) => {
    const turn = (2 * Math.PI * i) / 12;
    return [x + width * Math.cos(turn), y + height * Math.sin(turn)];
  });
}
