"""Probes of inspection and of is_complete."""

import time

from .registry import cases, every, probe


def look(talk, code, level=0):
    """The reply to an inspection; `|` marks the cursor."""
    return talk.ask("inspect_request", {"code": code.replace("|", ""), "cursor_pos": code.index("|"), "detail_level": level}, timeout=3)


def text(found):
    """The plain text of an inspection."""
    return str(found.get("data", {}).get("text/plain", ""))


@probe("inspect: a function of the language: its signature")
def builtin(talk, _):
    found = look(talk, "Math.floor|")
    return every(found, found=found.get("found"), signature="number" in text(found) and "floor" in text(found))


@probe("inspect: what documentation there is")
def documentation(talk, _):
    found = look(talk, "[1].fla|tMap", 1)
    return every(text(found)[:300], documentation="Calls a defined callback" in text(found))


@probe("inspect: a function of one's own with its comment")
def own(talk, _):
    talk.run("/** Doubles a number. */\nfunction probeDouble(n: number): number { return 2 * n }")
    found = look(talk, "probeDouble|(2)")
    return every(text(found), signature="probeDouble(n: number): number" in text(found), comment="Doubles a number." in text(found))


@probe("inspect: a variable's type and live value")
def value(talk, _):
    talk.run("const probeLive: number[] = [17, 18]")
    found = look(talk, "probeLi|ve")
    return every(text(found), type="number[]" in text(found), value="17" in text(found))


@probe("inspect: detail level 1 tells more")
def detail(talk, _):
    talk.run("/** Adds. */\nfunction probeAdd(a: number, b: number) { return a + b /* body */ }")
    one, two = look(talk, "probeAdd|", 0), look(talk, "probeAdd|", 1)
    return every([text(one), text(two)], found=one.get("found") and two.get("found"), more=len(text(two)) > len(text(one)), source="body" in text(two))


@probe("inspect: inside a call, the function that is called")
def call(talk, _):
    found = look(talk, "parseInt('4', |")
    return every(text(found), found=found.get("found") and "parseInt" in text(found))


@probe("inspect: a member of a variable")
def member(talk, _):
    talk.run("const probeHolder = {held: 'value held'}")
    found = look(talk, "probeHolder.he|ld")
    return every(text(found), found=found.get("found"), text="string" in text(found) or "value held" in text(found))


@probe("inspect: runs nothing")
def nothing(talk, _):
    talk.run("var inspected = 0; const probeGet = {get seen() { inspected++; return 1 }}; function probeCall() { inspected++ }")
    for code in ("probeGet.seen|", "probeCall()|", "probeCall(|)"):
        look(talk, code)
    return every(None, untouched=talk.run("inspected").result == "0")


@probe("inspect: found false for what is not there")
def unknown(talk, _):
    found = [look(talk, code) for code in ("noSuchNameAtAll|", "   |", "|")]
    return every(found, ok=all(it.get("status") == "ok" for it in found), not_found=all(it.get("found") is False and it.get("data") == {} for it in found))


@probe("inspect: positions count code points")
def unicode(talk, _):
    found = look(talk, "'😀😀😀😀'; Math.floor|")
    return every(text(found), found="floor" in text(found))


@probe("inspect: answers within 1 s while a loop runs")
def in_loop(talk, _):
    talk.run("function probeBusy(n: number) { return n }")
    request = talk.begin("{ const until = Date.now() + 1800; while (Date.now() < until) {} }")
    talk.drain(0.2)
    start = time.time()
    found = look(talk, "probeBusy|")
    seconds = time.time() - start
    talk.finish(request)
    return every([f"{seconds:.2f} s", text(found)], quick=seconds < 1, found="probeBusy" in text(found))


def judge(talk, wanted, codes):
    """Whether all codes are judged as wanted."""
    found = {code: talk.ask("is_complete_request", {"code": code}, timeout=2)["status"] for code in codes}
    return cases(found, dict.fromkeys(codes, wanted))


@probe("is_complete: complete code")
def complete(talk, _):
    return judge(talk, "complete", ["1", "", "// only a comment", "const f = (x: number) => x", "{a: 1}", "await 3", "for await (const x of []) {}", "function f() {\n return 1\n}", "import {x} from 'y'", "@deco class A {}", "label: for (;;) { break label }", "x as any", "a < b", "let y: Array<Map<string, number>>"])


@probe("is_complete: complete code with brackets in texts, templates and regular expressions")
def lookalikes(talk, _):
    return judge(talk, "complete", ["/[\"'(]/", "'('", "`a ${'}'} b`", "`(`", "/[/(]/.test('x')", "1 / 2 / 3", "'it\\'s ['", "// (", "/* { */ 1"])


@probe("is_complete: incomplete where a bracket is open")
def brackets(talk, _):
    return judge(talk, "incomplete", ["function f() {", "[1,", "foo(", "if (x) {", "class A {", "const o = {a: 1,", "import {", "switch (x) {", "(() => {", "enum E {", "interface I {", "try {"])


@probe("is_complete: incomplete where an operand or a body is missing")
def operand(talk, _):
    return judge(talk, "incomplete", ["x +", "const y =", "a &&", "x ?", "x ? 1 :", "return1 => ", "if (x)", "while (true)", "foo.", "new ", "await ", "type T =", "try {}"])


@probe("is_complete: incomplete in a template and a comment")
def open_ended(talk, _):
    return judge(talk, "incomplete", ["`abc", "`a ${", "`a ${b} c", "/* c", "f(`"])


@probe("is_complete: invalid code")
def invalid(talk, _):
    return judge(talk, "invalid", ["let x = ]", "import = 7q", "}", "const const = 1", "'abc\n", "1 2 3", "function () {}}", "a b c", "let let = 1"])


@probe("is_complete: the indent of the next line")
def indent(talk, _):
    asked = {"function f() {": "  ", "if (a) {\n  if (b) {": "    ", "[1,": "", "x +": "  "}
    found = {code: talk.ask("is_complete_request", {"code": code}, timeout=2).get("indent") for code in asked}
    return every(found, block=found["function f() {"] == "  ", nested=found["if (a) {\n  if (b) {"] == "    ", given=all(it is not None for it in found.values()))
