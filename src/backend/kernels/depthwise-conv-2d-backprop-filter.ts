import {compose} from "./compose.js";
import {eachMeeting, window, type WindowAttrs} from "./window.js";

/**
 * The gradient of a depthwise convolution by its filter, in JavaScript: convolutions of single channels leave XNNPACK idle,
 * and one pass over the values beats a slice, a product and a sum for each tap of the filter.
 */
export const depthwiseConv2dBackpropFilter = compose<WindowAttrs & {filterShape: number[]}>(
  "DepthwiseConv2dNativeBackpropFilter",
  ({inputs, attrs, read, write}) => {
    const info = window(attrs, {input: inputs.x!.shape, filter: attrs.filterShape, depthwise: true});
    const [x, dy] = [read(inputs.x!), read(inputs.dy!)];
    const {inChannels, outChannels, strideWidth} = info;
    const channelOf = Int32Array.from({length: outChannels}, (_, c) => Math.floor((c * inChannels) / outChannels));
    const sums = new Float64Array(info.filterHeight * info.filterWidth * outChannels);
    eachMeeting(info, ({input, output, count, tap}) => {
      const s = tap * outChannels;
      for (let i = 0; i < count; i++) {
        const from = (input + i * strideWidth) * inChannels;
        const o = (output + i) * outChannels;
        for (let c = 0; c < outChannels; c++) sums[s + c]! += x[from + channelOf[c]!]! * dy[o + c]!;
      }
    });
    return write(Float32Array.from(sums), {shape: attrs.filterShape, dtype: "float32"});
  },
);
