/** Verdicts in the order in which they are told, with the sign, the word and the colour of each (white on it is at least 4.5:1). */
export const verdicts = {
  fail: {sign: "✗", word: "fail", colour: "#c5221f", ansi: 31},
  warn: {sign: "!", word: "warn", colour: "#9a5b00", ansi: 33},
  unsure: {sign: "?", word: "unsure", colour: "#6f42c1", ansi: 35},
  pass: {sign: "✓", word: "pass", colour: "#1a7f37", ansi: 32},
  skip: {sign: "–", word: "skip", colour: "#656d76", ansi: 90},
} as const;

/**
 * Style of findings in a cell or on a page, all of it below the class `ddx`: takes the colours of JupyterLab and VS Code where it finds
 * them, else follows the system's light or dark.
 */
export const style = `.ddx{--ink:var(--jp-content-font-color1,var(--vscode-editor-foreground,var(--ddx-ink,#1f2328)));--paper:var(--jp-layout-color1,var(--vscode-editor-background,var(--ddx-paper,#fff)));--link:var(--jp-content-link-color,var(--vscode-textLink-foreground,var(--ddx-link,#0550ae)));--soft:color-mix(in srgb,var(--ink) 74%,var(--paper));--line:color-mix(in srgb,var(--ink) 16%,transparent);--wash:color-mix(in srgb,var(--ink) 4%,transparent);--good:color-mix(in srgb,var(--ink) 42%,#1a9a4a);color:var(--ink);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;max-width:1040px;text-align:left;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){.ddx{--ddx-ink:#e6e9ee;--ddx-paper:#14171c;--ddx-link:#7cb7ff}}
.ddx *{box-sizing:border-box}
.ddx a{color:var(--link)}
.ddx h2,.ddx h3{margin:0;font-weight:650;line-height:1.3;color:inherit;border:0;padding:0}
.ddx h2{font-size:21px}.ddx h3{font-size:16px}
.ddx p,.ddx ul,.ddx ol{margin:.35em 0}
.ddx.ddx code,.ddx.ddx pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.94em;background:none;color:inherit;padding:0}
.ddx.ddx pre{margin:.3em 0;padding:.7em .9em;background:var(--wash);border:1px solid var(--line);border-radius:6px;overflow:auto;white-space:pre-wrap}
.ddx small{font-size:12px;color:var(--soft)}
.ddx-counts{display:flex;flex-wrap:wrap;gap:6px;margin:8px 0;padding:0;list-style:none}
.ddx .ddx-counts li{margin:0}
.ddx-badge{display:inline-block;padding:1px 9px;border-radius:99px;color:#fff;font-size:12px;font-weight:600;line-height:20px;white-space:nowrap}
${Object.entries(verdicts)
  .map(([name, {colour}]) => `.ddx-badge.ddx-${name}{background:${colour}}`)
  .join("")}
.ddx-suspects{list-style:none;padding:0;margin:14px 0;display:grid;gap:14px}
.ddx .ddx-suspects>li{margin:0}
.ddx-card{border:1px solid var(--line);border-left:5px solid var(--edge,var(--line));border-radius:8px;padding:14px 16px;background:var(--wash)}
.ddx-card>header{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 10px}
.ddx-rank{font-size:21px;font-weight:700;color:var(--soft);min-width:1.1em}
.ddx-sure{font-size:12px;color:var(--soft);border:1px solid var(--line);border-radius:99px;padding:0 9px;line-height:20px}
.ddx .ddx-because{font-size:15px;margin:.5em 0}
.ddx .ddx-remedy{margin:.6em 0 0}
.ddx-remedy strong{color:var(--good)}
.ddx-what{display:grid;grid-template-columns:max-content 1fr;gap:3px 14px;margin:12px 0 0;font-size:13px;color:var(--soft)}
.ddx .ddx-what dt{font-weight:600;margin:0}
.ddx .ddx-what dd{margin:0}
.ddx-evidence{display:flex;flex-wrap:wrap;gap:14px 22px;margin:12px 0 0;align-items:flex-start}
.ddx figure{margin:0;max-width:100%;overflow-x:auto}
.ddx figcaption,.ddx caption{font-size:12px;font-weight:600;color:var(--soft);text-align:left;caption-side:top;padding:0 0 4px}
.ddx figure.ddx-number{padding:8px 14px;border:1px solid var(--line);border-radius:8px}
.ddx figure.ddx-number p{margin:0}
.ddx figure.ddx-number strong{font-size:21px;font-variant-numeric:tabular-nums}
.ddx figure svg{display:block;max-width:100%;height:auto;color:inherit}
.ddx figure.ddx-image img{image-rendering:pixelated;border:1px solid var(--line);border-radius:4px}
.ddx .ddx-quote{white-space:pre-wrap;max-width:60ch}
.ddx table.ddx-table{border-collapse:collapse;margin:0;font-size:13px;font-variant-numeric:tabular-nums;border:0}
.ddx .ddx-table th,.ddx .ddx-table td{padding:3px 12px 3px 0;border:0;border-bottom:1px solid var(--line);text-align:left;background:none;max-width:34ch;vertical-align:top}
.ddx .ddx-table .n{text-align:right}
.ddx-stage{margin:16px 0 0}
.ddx .ddx-stage>h3{text-transform:capitalize;color:var(--soft);font-size:13px;margin-bottom:4px}
.ddx .ddx-finding{border-top:1px solid var(--line);margin:0;padding:7px 0 7px 20px}
.ddx .ddx-finding>summary{cursor:pointer;list-style:none;margin-left:-20px;padding-left:20px;position:relative}
.ddx .ddx-finding>summary::-webkit-details-marker{display:none}
.ddx .ddx-finding>summary::before{content:"";position:absolute;left:4px;top:.45em;border:5px solid transparent;border-left:7px solid var(--soft);border-right:0}
.ddx .ddx-finding[open]>summary::before{transform:rotate(90deg)}
.ddx .ddx-finding>summary:hover{background:var(--wash)}
.ddx .ddx-quiet>div{margin:6px 0 0}
.ddx summary:focus-visible,.ddx a:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
.ddx-finding>summary code,.ddx-line code{font-weight:600;margin:0 8px}
.ddx-finding>summary>.ddx-badge,.ddx-line>.ddx-badge{min-width:66px;text-align:center}
@media (max-width:560px){.ddx-what{grid-template-columns:1fr;gap:0}.ddx-what dd{margin-bottom:6px}.ddx-card{padding:11px 12px}}
@media print{.ddx-card,.ddx figure{break-inside:avoid}.ddx-badge{print-color-adjust:exact;-webkit-print-color-adjust:exact}}`;

/** The style as an element that carries nothing of the data. */
export const styleElement = `<style>${style}</style>`;
