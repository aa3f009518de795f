/** Style of the page about the findings: its head, text, code cells and outputs. */
export const pageStyle = `:root{color-scheme:light dark;--page:#fff;--text:#1f2328;--code:#0550ae;--string:#0a6b38;--keyword:#8a3ffc;--comment:#5d6670}
@media (prefers-color-scheme:dark){:root{--page:#14171c;--text:#e6e9ee;--code:#7cb7ff;--string:#7ee2a8;--keyword:#c9a3ff;--comment:#98a1ab}}
html{scroll-padding-top:12px}
body{margin:0 auto;max-width:1040px;padding:28px 20px 60px;background:var(--page);color:var(--text);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.top h1{font-size:28px;line-height:1.2;margin:0 0 4px;text-wrap:balance}
.top{border-bottom:1px solid var(--line);padding-bottom:14px;margin-bottom:18px}
.fold{display:grid;gap:10px;margin:14px 0 30px;padding:0;list-style:none}
.ddx .fold li{margin:0}
.fold h2{font-size:18px}
.fold .ddx-counts{margin:6px 0 4px}
.text h2{font-size:23px;line-height:1.25;margin:1.6em 0 .4em}.text h3{font-size:18px;margin:1.3em 0 .3em}.text h4,.text h5,.text h6{font-size:16px;margin:1.2em 0 .3em}
.text{max-width:72ch;overflow-wrap:anywhere}
.text a{color:var(--code)}
.text code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.text blockquote{margin:1em 0;padding:0 1em;border-left:3px solid color-mix(in srgb,var(--text) 25%,transparent)}
.text table,.output table{border-collapse:collapse;font-size:14px}
.text th,.text td,.output th,.output td{padding:3px 14px 3px 0;border-bottom:1px solid color-mix(in srgb,var(--text) 16%,transparent);text-align:left}
.output .n{text-align:right}
.text img,.output img{max-width:100%;height:auto}
.cell{position:relative;margin:14px 0}
.cell:target,.text:target,.ddx-card:target,.ddx-finding:target{outline:2px solid var(--code);outline-offset:4px;border-radius:6px}
.number{position:absolute;left:-34px;top:9px;width:24px;text-align:right;font-size:12px;color:var(--comment);font-variant-numeric:tabular-nums}
.cell pre{margin:0;padding:10px 14px;font:13px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre;overflow-x:auto;tab-size:2}
.cell pre.code{background:color-mix(in srgb,var(--text) 5%,transparent);border-radius:8px}
.cell pre.code .c{color:var(--comment)}.cell pre.code .s{color:var(--string)}.cell pre.code .k{color:var(--keyword)}.cell pre.code .d{color:var(--code)}
.results{margin:12px 0 26px;display:grid;gap:10px}
.results>*{min-width:0}
.output{overflow-x:auto}
.cell pre.stream,.cell pre.stderr,.cell pre.error,.output pre.stream{padding:4px 14px;white-space:pre-wrap;overflow-wrap:anywhere}
.cell pre.stderr{border-left:3px solid #b07d00}
.cell pre.error{border-left:3px solid #c5221f;background:color-mix(in srgb,#c5221f 8%,transparent)}
.left-out{font-size:13px;color:var(--comment);margin:4px 14px}
.cell details>summary{cursor:pointer;font-size:14px;color:var(--comment)}
@media (max-width:1120px){.number{display:none}}
@media (max-width:560px){body{padding:18px 12px 40px}.top h1{font-size:23px}.text h2{font-size:20px}}
@media print{body{max-width:none;font-size:12px;padding:0}.cell pre{white-space:pre-wrap}.cell,.ddx-stage{break-inside:auto}}`;
