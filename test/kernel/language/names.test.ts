import {mkdir, mkdtemp, realpath, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import {startLanguage, type Language} from "../../../kernel/language.js";

const earlier = `import * as tf from "@tensorflow/tfjs"
let x = 1
const o = {"a-b": 1, cc: 2}
/** A thing. */
class Cl<T> { m() {} static s = 1 }
type Opt = {mode: "fast" | "slow", n?: number}
/**
 * Does it.
 * @param o how
 */
function fo(o: Opt, p?: string) {}
function over(a: string): string
function over(a: number): number
function over(a: any) { return a }
enum E {A, B}
namespace N { export const q = 1 }
interface I {z: 1}
const fun = () => 1`;

describe("the kernel's names", function () {
  this.timeout(60_000);
  let folder: string;
  let language: Language;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "ddx-names-")));
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "local.ts"), "export const a = 1; export function fun() {}");
    await writeFile(join(folder, "sub", "deep.ts"), "export const b = 1");
    language = startLanguage({cwd: folder});
    await language.commit({number: 1, source: earlier});
  });
  after(async () => {
    await language.end();
    await rm(folder, {recursive: true, force: true});
  });

  const split = (marked: string) => ({source: marked.replace("|", ""), offset: marked.indexOf("|")});

  /** A text with a cursor, what has to be among the names as `name:kind`, what must not be, and the text that the first replaces. */
  const completions: [marked: string, has: string[], hasNot: string[], replaced: string][] = [
    ["tf.layers.|", ["dense:function", "conv2d:function"], ["x:instance", "Math:instance"], ""],
    ["tf.lay|", ["layers:instance"], [], "lay"],
    ["tf.tensor([1]).ad|", ["add:function"], [], "ad"],
    ["x.toF|", ["toFixed:function"], ["length:property"], "toF"],
    ["o.|", ["a-b:property", "cc:property"], [], "."],
    ["o['|']", ["a-b:property", "cc:property"], ["x:instance"], ""],
    ["fo({|})", ["mode:property", "n:property"], ["x:instance"], ""],
    ["fo({mode: '|'})", ["fast:instance", "slow:instance"], ["x:instance"], ""],
    ['fo({mode: "f|', ["fast:instance"], [], "f"],
    ["let a: Opt['|']", ["mode:property", "n:property"], [], ""],
    [
      "fo(|",
      ["x:instance", "fo:function", "Cl:class", "E:enum", "N:module", "tf:module", "fun:instance", "Math:instance"],
      ["Opt:type", "I:interface"],
      "",
    ],
    ["new C|", ["Cl:class"], [], "C"],
    ["let i: |", ["Opt:type", "I:interface", "Cl:class", "E:enum"], ["x:instance", "fo:function"], ""],
    ["E.|", ["A:property", "B:property"], [], ""],
    ["N.|", ["q:instance"], [], ""],
    ["|", ["x:instance", "fo:function", "const:keyword", "console:instance", "display:function"], ["Opt:type", "ddx_x:instance"], ""],
    ["const zz = 1; z|", ["zz:instance"], [], "z"],
    ["function ff(param: string) { pa|", ["param:instance", "x:instance"], [], "pa"],
    ["const tt = {a: 1}; tt.|\nconst after = 2", ["a:property"], ["after:instance"], ""],
    ["x.|\nlet y = 2;\ny", ["toFixed:function"], [], ""],
    ["const x = 'a'; x.|", ["charAt:function"], ["toFixed:function"], ""],
    ["const x = 'a'; foo(((x.|", ["charAt:function"], ["toFixed:function"], ""],
    ["const a = `${x.|}`", ["toFixed:function"], [], ""],
    ["{a: x, b: |}", ["x:instance"], [], ""],
    ["const {|} = o", ["cc:property"], ["x:instance"], ""],
    ["import {|} from './local'", ["a:instance", "fun:function"], ["x:instance"], ""],
    ["import {f|} from 'node:path'", ["format:function"], [], "f"],
    ["import './|'", ["local.ts:path", "sub:path"], [".ddx-now.tsx:path", ".ddx-scope.ts:path"], ""],
    ["import x from './sub/d|'", ["deep.ts:path"], [], "d"],
    ["import x from '@tensor|'", ["@tensorflow/tfjs:path"], [], "@tensor"],
    ["import x from 'node:f|'", ["node:fs:module"], [], "node:f"],
    ["await import('|')", ["node:fs:module"], [], ""],
    ["// comm|", [], ["x:instance"], "comm"],
    ["'str|'", [], ["x:instance"], "str"],
    ["const naïve = 1; na|", ["naïve:instance"], [], "na"],
    ["'🎉'; x.toF|", ["toFixed:function"], [], "toF"],
    ["const a = 1\r\nconst b = 2\r\nx.toF|\r\n", ["toFixed:function"], [], "toF"],
    ["/* unclosed */ x.| /* here", ["toFixed:function"], [], ""],
  ];
  for (const [marked, has, hasNot, replaced] of completions)
    it(`completes ${JSON.stringify(marked)}`, async () => {
      const {source, offset} = split(marked);
      const found = await language.complete(source, offset);
      const names = found.map(({name, kind}) => `${name}:${kind}`);
      expect(names).to.include.members(has);
      for (const name of hasNot) expect(names).not.to.include(name);
      if (found[0]) expect(source.slice(found[0].start, found[0].end)).equal(replaced);
    });

  it("says what to insert for a name that is not one", async () => {
    const found = await language.complete("o.", 2);
    expect(found.find(({name}) => name === "a-b")).to.include({text: '["a-b"]', start: 1, end: 2});
  });

  const hovers: [marked: string, over: string, signature: RegExp, documentation: RegExp][] = [
    ["tf.layers.den|se({units: 1})", "dense", /^function dense\(args: DenseLayerArgs\): Dense$/, /fully connected/],
    ["x|", "x", /^let x: number$/, /^$/],
    ["const y = |x", "x", /^let x: number$/, /^$/],
    ["o.c|c", "cc", /^\(property\) cc: number$/, /^$/],
    ["let c: C|l<string>", "Cl", /^class Cl<T>$/, /^A thing\.$/],
    ["f|o", "fo", /^function fo\(o: Opt, p\?: string\): void$/, /Does it[^]*@param/],
    ["ov|er", "over", /^function over\(a: string\): string[^]*/, /^$/],
    ["E|", "E", /^enum E$/, /^$/],
    ["N|.q", "N", /^namespace N$/, /^$/],
    ["let a: O|pt", "Opt", /^type Opt = \{/, /^$/],
    ["M|ath.max", "Math", /Math/, /mathematics/],
    ["Math.m|ax(", "max", /max\(\.\.\.values: number\[\]\): number/, /larger/],
    ["const q|q = fo", "qq", /^const qq: \(o: Opt, p\?: string\) => void$/, /^$/],
    ["displa|y(1)", "display", /^function display\(value: unknown/, /below the cell/],
    ["x = 2; x|", "x", /^let x: number$/, /^$/],
    ["const {a} = await import('./local'); a|", "a", /^const a: 1$/, /^$/],
    ["{a: x|}", "x", /^let x: number$/, /^$/],
    ["let a = (x|", "x", /let x: number/, /^$/],
  ];
  for (const [marked, over, signature, documentation] of hovers)
    it(`says what is under ${JSON.stringify(marked)}`, async () => {
      const {source, offset} = split(marked);
      const info = await language.hover(source, offset);
      expect(info?.signature).match(signature);
      expect(info?.documentation).match(documentation);
      expect(source.slice(info?.start, info?.end)).equal(over);
    });

  for (const marked of ["'te|xt'", "|", "// no|thing", "1 |+ 1", "nowhere|"])
    it(`says nothing of ${JSON.stringify(marked)}`, async () => {
      const {source, offset} = split(marked);
      const info = await language.hover(source, offset);
      expect(info === undefined || /any/.test(info.signature)).equal(true);
    });
});
