/**
 * Colours of lines and bars, told apart with every common colour blindness, each at least 3:1 against white and against near-black
 * (after Okabe and Ito, "Color Universal Design", 2008, with the pale ones darkened).
 */
export const colours = ["#2f7fd0", "#d55e00", "#009e73", "#b565a7", "#b07d00", "#7a7f87"] as const;

/** A grey that can be read on white and on near-black, for pictures that cannot see their page. */
export const neutral = "#787878";

const font = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

const ink = neutral;

/** Vega-Lite configuration: no background, thin grid, our colours. */
export const theme = {
  aria: false,
  background: null,
  font,
  view: {stroke: null},
  range: {category: colours},
  title: {color: ink, fontSize: 13, fontWeight: 600, anchor: "start", offset: 8},
  axis: {
    ...{labelColor: ink, titleColor: ink, domainColor: ink, tickColor: ink, gridColor: ink},
    ...{
      domainOpacity: 0.4,
      tickOpacity: 0.4,
      gridOpacity: 0.12,
      titleFontWeight: 500,
      labelFontSize: 11,
      titleFontSize: 11,
      labelLimit: 160,
    },
  },
  legend: {labelColor: ink, titleColor: ink, labelFontSize: 11, titleFontSize: 11, orient: "top", title: null, symbolStrokeWidth: 2.5},
  header: {labelColor: ink, titleColor: ink},
  text: {color: ink, fontSize: 11, font},
  rule: {color: ink},
  mark: {color: colours[0]},
  line: {strokeWidth: 2},
};
