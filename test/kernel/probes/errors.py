"""Probes of what a person sees when something goes wrong."""

from .registry import cases, every, probe


@probe("errors: a thrown error is one error message, and the reply says the same")
def thrown(talk, _):
    ran = talk.run("throw new RangeError('out of it')")
    errors = ran.of("error")
    same = bool(errors) and all(errors[0].get(key) == ran.reply.get(key) for key in ("ename", "evalue", "traceback"))
    return every([ran.kinds, ran.reply], one=len(errors) == 1, same=same, ename=ran.reply.get("ename") == "RangeError", evalue=ran.reply.get("evalue") == "out of it", no_stream=not ran.of("stream"))


@probe("errors: a syntax error is an error message that points at its place")
def syntax(talk, _):
    ran = talk.run("const fine = 1;\nlet x = ]")
    errors = ran.of("error")
    trace = "\n".join(errors[0]["traceback"]) if errors else ""
    return every([ran.reply, ran.kinds], ename=bool(errors) and errors[0]["ename"] == "SyntaxError", line="2" in trace and "let x = ]" in trace, caret="^" in trace, reply=ran.reply["status"] == "error" and ran.reply.get("ename") == "SyntaxError")


@probe("errors: nothing of a cell with a syntax error runs")
def nothing_runs(talk, _):
    talk.run("var touched = 0")
    talk.run("touched = 1;\nlet y = ]")
    return every(talk.run("touched").result, untouched=talk.run("touched").result == "0")


@probe("errors: a type error is shown on its cell, with its line")
def types(talk, _):
    ran = talk.run("let wrong: string;\nwrong = 5")
    talk.drain(0.6 if "assignable" not in ran.sight else 0)
    return every(ran.sight, message="not assignable to type 'string'" in ran.sight, line="2" in ran.sight)


@probe("errors: a type error that uses an earlier cell's type is shown")
def types_earlier(talk, _):
    talk.run("interface Point { x: number } const origin: Point = {x: 0};")
    ran = talk.run("origin.y")
    talk.drain(0.6 if "does not exist" not in ran.sight else 0)
    return every(ran.sight, message="'y' does not exist on type 'Point'" in ran.sight)


@probe("errors: right types over many cells are not complained of")
def no_false_alarm(talk, _):
    rans = [talk.run(code) for code in ("import {join} from 'node:path'", "const parts: string[] = ['a', 'b']", "const joined = join(...parts); class Box<T> { constructor(readonly value: T) {} }", "const box = new Box(joined); box.value.length", "const n: number = await Promise.resolve(box.value.length)")]
    talk.drain(0.5)
    said = [ran.trouble for ran in rans]
    return every(said, quiet=not "".join(said).strip(), ok=all(ran.ok for ran in rans))


@probe("errors: causes are shown")
def causes(talk, _):
    ran = talk.run("throw new Error('outer', {cause: new TypeError('middle', {cause: new Error('root')})})")
    return every(ran.trouble, outer="outer" in ran.trouble, middle="TypeError: middle" in ran.trouble, root="root" in ran.trouble)


@probe("errors: the errors inside an AggregateError are shown")
def aggregate(talk, _):
    ran = talk.run("await Promise.any([Promise.reject(new Error('one')), Promise.reject(new TypeError('two'))])")
    return every(ran.trouble, name="AggregateError" in ran.trouble, one="one" in ran.trouble, two="two" in ran.trouble)


@probe("errors: what is thrown and no error is shown")
def non_errors(talk, _):
    codes = {"'a text'": "a text", "{code: 5, why: 'because'}": "because", "null": "null", "undefined": "undefined", "42n": "42", "Symbol('sign')": "sign", "() => 'fun'": "", "Object.create(null)": ""}
    rans = {code: talk.run(f"throw ({code})") for code in codes}
    found = {code: ran.reply["status"] == "error" and len(ran.of("error")) == 1 and codes[code] in ran.trouble for code, ran in rans.items()}
    return cases(found, {code: True for code in codes})


@probe("errors: an error whose own getters throw is shown")
def hostile(talk, _):
    ran = talk.run("throw Object.defineProperties(new Error('x'), {message: {get() { throw new Error('no') }}, stack: {get() { throw new Error('no') }}})")
    return every(ran.reply, error=ran.reply["status"] == "error" and len(ran.of("error")) == 1, lives=talk.run("1").ok)


@probe("errors: what a user adds to an error is shown")
def extra(talk, _):
    ran = talk.run("throw Object.assign(new Error('failed'), {code: 'E_PROBE', attempts: 3})")
    return every(ran.trouble, code="E_PROBE" in ran.trouble)


@probe("errors: a class of one's own gives ename")
def own_class(talk, _):
    ran = talk.run("class ProbeError extends Error { override name = 'ProbeError' }\nthrow new ProbeError('mine')")
    return every(ran.reply, ename=ran.reply.get("ename") == "ProbeError", evalue=ran.reply.get("evalue") == "mine")


@probe("errors: frames say cell and line, with the source under a caret")
def frames(talk, _):
    defined = talk.run("function inner(n: number) {\n  if (n === 0)\n    throw new Error('deep');\n  inner(n - 1);\n}")
    ran = talk.run("const start = 1;\ninner(start)")
    one, two = (it.reply.get("execution_count") for it in (defined, ran))
    return every(ran.trouble, inner=f"cell {one}, line 3" in ran.trouble, outer=f"cell {two}, line 2" in ran.trouble, excerpt="throw new Error('deep')" in ran.trouble and "^" in ran.trouble)


@probe("errors: frames show none of the kernel's own")
def no_kernel_frames(talk, _):
    ran = talk.run("function here() { throw new Error('h') }\n[1].map(() => here())")
    own = [word for word in ("node:internal", "node:inspector", "executor", "/kernel/", "runner", "evalmachine", "ext:", "<anonymous>:1:1") if word in ran.trouble]
    return every([own, ran.trouble], none=not own, here="here" in ran.trouble)


@probe("errors: frames lead through await")
def async_frames(talk, _):
    ran = talk.run("async function far() {\n  await null;\n  throw new Error('far');\n}\nasync function near() {\n  await far();\n}\nawait near()")
    n = ran.reply.get("execution_count")
    return every(ran.trouble, far=f"cell {n}, line 3" in ran.trouble, near=f"cell {n}, line 6" in ran.trouble)


@probe("errors: frames in a local module say file and line")
def module_frames(talk, _):
    ran = talk.run("import {outer as unused} from './outer.ts';\nconst {broken} = await import('./broken.ts');\nbroken()")
    return every(ran.trouble, file="broken.ts" in ran.trouble, line="broken.ts:3" in ran.trouble or "line 3" in ran.trouble, message="from a module" in ran.trouble)


@probe("errors: an endless recursion is an error, and the kernel lives")
def recursion(talk, _):
    ran = talk.run("function again(): number { return again() + 1 }\nagain()")
    return every(ran.reply, error=ran.reply.get("ename") == "RangeError", lives=talk.run("1").ok, short=len(ran.trouble) < 20_000)


@probe("errors: a package that is not there is named")
def missing(talk, _):
    ran = talk.run("import {x} from 'not-a-package-at-all'")
    return every(ran.trouble, error=ran.reply["status"] == "error", named="not-a-package-at-all" in ran.trouble)


@probe("errors: an assertion of node:assert shows both sides")
def assertion(talk, _):
    ran = talk.run("import assert from 'node:assert';\nassert.deepEqual({a: 1}, {a: 2})")
    return every(ran.trouble, sides="1" in ran.trouble and "2" in ran.trouble and "AssertionError" in ran.trouble)
