"""Probes of TypeScript in cells."""

from .registry import cases, every, probe


def says(talk, *codes, timeout=5):
    """What the last of several cells printed or gave; trouble where there was any."""
    for code in codes:
        ran = talk.run(code, timeout=timeout)
    return ran.result if ran.ok else f"trouble: {ran.trouble[:300]}"


def prints(name, wanted, *codes):
    """Registers a probe: after all cells, the last one has printed the text."""

    @probe(f"language: {name}")
    def printed(talk, _):
        found = says(talk, *codes)
        return every(found, right=found.strip() == wanted)


KINDS = {
    "const": ("const again = 'const'", "const"),
    "let": ("let again = 'let'", "let"),
    "function": ("function again() { return 'function' }", "function"),
    "class": ("class again { static text = 'class' }", "class"),
    "import": ("import {sep as again} from 'node:path'", "/"),
    "enum": ("enum again { A = 'enum' }", "enum"),
    "var": ("var again = 'var'", "var"),
    "destructured": ("const {again} = {again: 'destructured'}", "destructured"),
}
READ = "console.log(typeof again === 'function' ? ((again as any).text ?? (again as any)()) : typeof again === 'object' ? (again as any).A : again)"


@probe("language: a name redeclared as anything else, in every order")
def redeclare(talk, _):
    found, order = {}, []
    kinds = list(KINDS)
    for step in range(1, len(kinds)):
        order += [kinds[(index * step) % len(kinds)] for index in range(len(kinds))]
    for before, kind in zip(["", *order], order):
        declared = talk.run(KINDS[kind][0])
        found[f"{before} → {kind}"] = says(talk, READ) if declared.ok else f"trouble: {declared.trouble[:100]}"
    return cases(found, {key: KINDS[key.split(" → ")[1]][1] for key in found})


@probe("language: a name with another type is no type error")
def retype(talk, _):
    rans = [talk.run(code) for code in ("let shifty = 1", "let shifty = 'text'; shifty.toUpperCase()", "interface Shape { a: number }", "interface Shape { b: string }\nconst shape: Shape = {b: 'x'}; shape.b.length", "type T1 = number; let t1: T1 = 1", "type T1 = string; let t1: T1 = 'a'; t1.length")]
    talk.drain(0.3)
    trouble = [ran.trouble.strip() for ran in rans]
    return every(trouble, quiet=not any(trouble), ok=all(ran.ok for ran in rans))


@probe("language: an assignment to a const is an error, in its cell and in a later one")
def const(talk, _):
    same = talk.run("const fixed1 = 1; fixed1 = 2")
    talk.run("const fixed2 = 1")
    later = talk.run("fixed2 = 2")
    inner = talk.run("[3].forEach((n) => { fixed2 = n })")
    return every([same.reply["status"], later.trouble], same=not same.ok, later=not later.ok, inner=not inner.ok, kept=talk.run("fixed2").result == "1")


prints("a function is hoisted to the cell's top", "hoisted", "console.log(early()); function early() { return 'hoisted' }")
prints("a redeclared function is what earlier cells' functions call", "new", "function part() { return 'old' }", "function whole() { return part() }", "function part() { return 'new' }", "console.log(whole())")
prints("an earlier cell's function sees a variable's new value", "2", "let seenVar = 1; const readVar = () => seenVar", "seenVar = 2", "console.log(readVar())")
prints("cells are strict", "strict", "try { eval('undeclaredProbe = 1'); console.log('sloppy') } catch { console.log((function (this: unknown) { return this === undefined ? 'strict' : 'sloppy' })()) }")
prints("a declaration that failed can be repeated", "3", "const failedOnce: number = (() => { throw new Error('x') })()", "const failedOnce = 3; console.log(failedOnce)")
prints("top-level await", "5", "const awaited = await Promise.resolve(5); console.log(awaited)")
prints("for await", "1,2,3", "const drawn: number[] = []; async function* draw() { yield 1; yield 2; yield 3 } for await (const n of draw()) drawn.push(n); console.log(drawn.join())")
prints("top-level await in a destructuring", "1 2", "const {da, db: [dc]} = await Promise.resolve({da: 1, db: [2]}); console.log(da, dc)")
prints("enums", "B 1", "enum Letter { A, B } const enum Fast { X = 1 } console.log(Letter[1], Fast.X)")
prints("an enum of an earlier cell as type and value", "1", "enum Suit { Clubs, Hearts }", "const suit: Suit = Suit.Hearts; console.log(suit)")
prints("namespaces", "4", "namespace Space { export const x = 4 } console.log(Space.x)")
prints("decorators of classes", "marked", "function mark(target: any, _context?: any): any { target.tag = 'marked'; return target }\n@mark class Tagged {}\nconsole.log((Tagged as any).tag)")
prints("decorators of methods and accessors, as the standard has them", "calls 1 get", "const seenKinds: string[] = []; function counted(method: any, context: any) { return function (this: any) { return 'calls ' + method.call(this) } } function watched(_: any, context: any) { seenKinds.push(context.kind) }\nclass Counter { @counted one() { return 1 } @watched get x() { return 1 } }\nconsole.log(new Counter().one(), seenKinds[0] === 'getter' ? 'get' : seenKinds[0])")
prints("using in a block", "in disposed", "let usingLog = ''; { using resource = {[Symbol.dispose]() { usingLog += 'disposed' }}; usingLog += 'in ' } console.log(usingLog)")
prints("await using in a function", "in disposed", "let awaitLog = ''; async function withResource() { await using resource = {async [Symbol.asyncDispose]() { awaitLog += 'disposed' }}; awaitLog += 'in ' } await withResource(); console.log(awaitLog)")
prints("using at a cell's top level is disposed at its end", "used,disposed", "var topLog: string[] = []; using top1 = {[Symbol.dispose]() { topLog.push('disposed') }}; topLog.push('used')", "console.log(topLog.join())")
prints("JSX with a pragma", "b hi", "/** @jsx make */\nconst make = (tag: any, _: any, ...kids: any[]): any => ({tag, kids});\nconst node: any = <b>hi</b>;\nconsole.log(node.tag, node.kids[0])")
prints("a generic arrow function is no JSX", "7", "const same = <T,>(x: T): T => x; console.log(same(7))")
prints("classes: private, static blocks, accessors, abstract, parameter properties", "3 4 5 6", "abstract class Base { constructor(protected readonly n: number) {} abstract get(): number }\nclass Derived extends Base { #p = 3; static s: number; static { Derived.s = 4 } accessor a = 5; get() { return this.#p } more() { return this.n } }\nconst made = new Derived(6); console.log(made.get(), Derived.s, made.a, made.more())")
prints("satisfies, as const, overloads, optional chaining, big integers", "1 a 2n", "const sat = {a: 1} satisfies Record<string, number>; function over(x: string): string; function over(x: number): number; function over(x: any) { return x }; const list = ['a'] as const; console.log(sat?.a, over(list[0]), 2n)")
prints("an object literal as the last expression is an object", "2", "{first: 1, second: 2}", "console.log(Object.keys({first: 1, second: 2}).length)")
prints("var in loops and blocks is known in later cells", "3 2", "for (var loopVar = 0; loopVar < 3; loopVar++) { var blockVar = loopVar }", "console.log(loopVar, blockVar)")
prints("import type and type-only names vanish", "ok", "import type {Stats} from 'node:fs'; import {type Dirent, statSync} from 'node:fs'; let stats: Stats | Dirent | undefined; console.log(typeof statSync === 'function' ? 'ok' : '')")
prints("export in a cell is allowed", "8", "export const exported = 8; export default exported; export {exported as other}", "console.log(exported)")
prints("a label, a hashbang-less comment end and CRLF", "1", "outerLoop: for (const a of [1]) { for (const b of [2]) { continue outerLoop } }\r\nconsole.log(1) // end")
prints("Node's globals", "true", "console.log([typeof Buffer, typeof setImmediate, typeof structuredClone, typeof fetch, typeof performance, typeof URL].every((t) => t === 'function' || t === 'object'))")
prints("this at the top level and globalThis", "object 6", "globalThis.shelf = 6; console.log(typeof globalThis, (globalThis as any).shelf)")


@probe("language: the last of several values is shown, and a declaration's is not")
def last(talk, _):
    shown = [talk.run(code) for code in ("1; 2; 'third'", "const hidden = 5", "'shown';", "if (true) 'branch'")]
    results = [[it["data"].get("text/plain") for it in ran.of("execute_result")] or ran.text() for ran in shown]
    return every(results, last="third" in str(results[0]), declaration=results[1] in ([], ""), semicolon="shown" in str(results[2]))


@probe("language: an object's own Jupyter.display is what is shown")
def rich(talk, _):
    ran = talk.run("({[Symbol.for('Jupyter.display')]: () => ({'text/html': '<b>own</b>', 'text/plain': 'own', 'application/json': {a: 1}})})")
    data = (ran.of("execute_result") or [{}])[-1].get("data")
    return every(data, data=data == {"text/html": "<b>own</b>", "text/plain": "own", "application/json": {"a": 1}})


@probe("language: a function's own Jupyter.display, and one that is async")
def rich_function(talk, _):
    one = talk.run("Object.assign(() => 1, {[Symbol.for('Jupyter.display')]: () => ({'text/html': '<b>fn</b>'})})")
    two = talk.run("({async [Symbol.for('Jupyter.display')]() { await null; return {'text/html': '<b>async</b>'} }})")
    data = [str(it.of("execute_result")) for it in (one, two)]
    return every(data, function="<b>fn</b>" in data[0], asynchronous="<b>async</b>" in data[1])


@probe("language: a Jupyter.display that throws does not fail the cell")
def rich_broken(talk, _):
    ran = talk.run("({a: 1, [Symbol.for('Jupyter.display')]: () => { throw new Error('no picture') }})")
    return every([ran.reply, ran.sight], ok=ran.ok and "a: 1" in ran.sight)
