import * as tf from "@tensorflow/tfjs";

/** The attributes that all gradients of 2-D convolutions have. */
export interface WindowAttrs {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
  dataFormat?: "NHWC" | "NCHW";
  dilations?: number | [number, number];
}

/** Sizes, strides and padding of a 2-D convolution; throws one line for `NCHW`, which XNNPACK does not do. */
export function window(
  {strides, pad, dimRoundingMode, dataFormat = "NHWC"}: WindowAttrs,
  {input, filter, depthwise = false}: {input: readonly number[]; filter: readonly number[]; depthwise?: boolean},
): tf.backend_util.Conv2DInfo {
  if (dataFormat !== "NHWC")
    throw new Error(
      `expected images as [batch, height, width, channels] on wasm, got the data format ${dataFormat}; use dataFormat "channelsLast"`,
    );
  return tf.backend_util.computeConv2DInfo(input as Shape, filter as Shape, strides, 1, pad, dimRoundingMode, depthwise);
}

/** Padding as Conv2D takes it: zeros above and below, left and right. */
export const padding = (rows: [number, number], columns: [number, number]): tf.backend_util.ExplicitPadding => [
  [0, 0],
  rows,
  columns,
  [0, 0],
];

/** Neighbouring pixels of one line of the output that meet, under one tap of the window, pixels of one line of the input. */
export interface Meeting {
  /** Index of the first pixel in the input, batch included; the next lies `strideWidth` further. */
  input: number;
  /** Index of the first pixel in the output; the next lies beside it. */
  output: number;
  /** How many pixels meet. */
  count: number;
  /** Index of the tap in the window. */
  tap: number;
}

/** Visits all meetings of a convolution's or a pool's input and output; for each pixel of the output, the taps come in order. */
export function eachMeeting(info: tf.backend_util.Conv2DInfo, visit: (meeting: Meeting) => void): void {
  const {batchSize, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo} = info;
  for (let line = 0; line < batchSize * outHeight; line++) {
    const above = (line % outHeight) * strideHeight - padInfo.top;
    const image = Math.floor(line / outHeight) * inHeight;
    for (let h = Math.max(0, above); h < Math.min(inHeight, above + filterHeight); h++) {
      for (let w = 0; w < filterWidth; w++) {
        const left = w - padInfo.left;
        const first = Math.max(0, Math.ceil(-left / strideWidth));
        const count = Math.min(outWidth, Math.floor((inWidth - 1 - left) / strideWidth) + 1) - first;
        if (count > 0)
          visit({
            input: (image + h) * inWidth + left + first * strideWidth,
            output: line * outWidth + first,
            count,
            tap: (h - above) * filterWidth + w,
          });
      }
    }
  }
}

type Shape = [number, number, number, number];
