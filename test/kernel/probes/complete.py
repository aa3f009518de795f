"""Probes of completion."""

import time

from .registry import every, probe


def complete(talk, code, cursor=None, timeout=3):
    """The reply to a completion; `|` marks the cursor."""
    cursor = code.index("|") if cursor is None else cursor
    return talk.ask("complete_request", {"code": code.replace("|", ""), "cursor_pos": cursor}, timeout=timeout)


def offers(talk, code, *names, without=()):
    """Whether a completion offers names and not others."""
    found = complete(talk, code)
    matches = found.get("matches", [])
    return every(matches[:12], offered=set(names) <= set(matches), not_offered=not set(without) & set(matches))


@probe("complete: members of a text literal, exactly, with their range")
def literal(talk, _):
    found = complete(talk, '"abc".toUp|')
    return every(found, matches=found.get("matches") == ["toUpperCase"], range=(found.get("cursor_start"), found.get("cursor_end")) == (6, 10))


@probe("complete: members of an array literal")
def array(talk, _):
    return offers(talk, "[1].fla|", "flat", "flatMap", without=["map"])


@probe("complete: members of a variable of an earlier cell")
def earlier(talk, _):
    talk.run("const probeBox = {alphaOne: 1, alphaTwo: 2, beta: 3}")
    return offers(talk, "probeBox.al|", "alphaOne", "alphaTwo", without=["beta"])


@probe("complete: names of earlier cells and globals")
def names(talk, _):
    talk.run("const probeNameLong = 1; function probeNameFn() {}")
    return offers(talk, "1 + probeNa|", "probeNameLong", "probeNameFn")


@probe("complete: names that the cell itself declares, not run yet")
def own(talk, _):
    return offers(talk, "const unrunThing = {deepField: 1};\nunrunThing.dee|", "deepField")


@probe("complete: members by type, of a function's parameter")
def typed(talk, _):
    return offers(talk, "[1.5].map((each) => each.toFi|)", "toFixed")


@probe("complete: names of types where a type is wanted")
def type_names(talk, _):
    talk.run("interface ProbeShape { side: number }")
    return offers(talk, "let s: ProbeSh|", "ProbeShape")


@probe("complete: names that a module exports")
def exports(talk, _):
    return offers(talk, "import {readFileS|} from 'node:fs'", "readFileSync")


@probe("complete: names of modules and files in an import")
def modules(talk, _):
    one, two = complete(talk, "import {x} from 'node:f|'"), complete(talk, "import {x} from './ou|'")
    texts = [str(it.get("matches")) for it in (one, two)]
    return every(texts, node="fs" in texts[0], local="outer" in texts[1])


@probe("complete: members of the result of a call, which is not called")
def call(talk, _):
    talk.run("var calls = 0; function makeProbe() { calls++; return {madeField: 1} }")
    found = complete(talk, "makeProbe().made|")
    return every(found.get("matches"), offered="madeField" in found.get("matches", []), not_called=talk.run("calls").result == "0")


@probe("complete: no getter is run")
def getters(talk, _):
    talk.run("var got = 0; const withGetter = {get gotten() { got++; return {inside: 1} }}")
    complete(talk, "withGetter.got|")
    complete(talk, "withGetter.gotten.ins|")
    return every(None, untouched=talk.run("got").result == "0")


@probe("complete: kinds in _jupyter_types_experimental")
def kinds(talk, _):
    talk.run("class ProbeKindClass {} function probeKindFn() {} const probeKindValue = 1")
    found = complete(talk, "robeKind|") if False else complete(talk, "probeKind|")
    types = found.get("metadata", {}).get("_jupyter_types_experimental", [])
    named = {it.get("text"): it for it in types}
    return every(
        types[:4],
        all=[it.get("text") for it in types] == found.get("matches") and types,
        function=named.get("probeKindFn", {}).get("type") == "function",
        value=named.get("probeKindValue", {}).get("type") not in (None, "", "function", "<unknown>"),
        range=all(it.get("start") == 0 and it.get("end") == 9 for it in types),
    )


@probe("complete: signatures in _jupyter_types_experimental")
def signatures(talk, _):
    types = complete(talk, "Math.flo|").get("metadata", {}).get("_jupyter_types_experimental", [])
    return every(types, signature=bool(types) and "number" in str(types[0].get("signature")))


@probe("complete: positions count code points")
def unicode(talk, _):
    talk.run("const probePoints = {pointField: 1}")
    code = "'😀😀é'; probePoints.poi"
    found = complete(talk, code, cursor=len(code))
    return every(found, match=found.get("matches") == ["pointField"], range=(found.get("cursor_start"), found.get("cursor_end")) == (len(code) - 3, len(code)))


@probe("complete: in the middle of a cell of several lines")
def middle(talk, _):
    code = "const a = 1;\nMath.flo|;\nconst b = 2;"
    found = complete(talk, code)
    return every(found, match=found.get("matches") == ["floor"], range=found.get("cursor_start") == 18)


@probe("complete: in a cell that is broken elsewhere")
def broken(talk, _):
    return offers(talk, "function f( {\n  Math.flo|", "floor")


@probe("complete: nothing fits, and no error")
def none(talk, _):
    found = complete(talk, "zzzNoSuchThing.zzz|")
    return every(found, ok=found.get("status") == "ok", none=found.get("matches") == [])


@probe("complete: nothing is offered inside a comment and a text")
def inside(talk, _):
    found = [complete(talk, code).get("matches") for code in ("// Math.flo|", "const t = 'Math.flo|'")]
    return every(found, none=found == [[], []])


@probe("complete: answers within 1 s while a loop runs")
def in_loop(talk, _):
    talk.run("const loopBox = {loopField: 1}")
    request = talk.begin("{ const until = Date.now() + 2000; while (Date.now() < until) {} }")
    talk.drain(0.2)
    start = time.time()
    matches = [complete(talk, code).get("matches") for code in ('"abc".toUp|', "loopBox.loo|")]
    seconds = time.time() - start
    talk.finish(request)
    return every([f"{seconds:.2f} s", matches], quick=seconds < 1, right=matches == [["toUpperCase"], ["loopField"]])


@probe("complete: answers within 0.5 s while a cell awaits")
def in_await(talk, _):
    talk.run("const waitBox = {waitField: 1}")
    request = talk.begin("await new Promise((r) => setTimeout(r, 1000))")
    talk.drain(0.2)
    start = time.time()
    matches = complete(talk, "waitBox.wai|").get("matches")
    seconds = time.time() - start
    talk.finish(request)
    return every([f"{seconds:.2f} s", matches], quick=seconds < 0.5, right=matches == ["waitField"])


@probe("complete: takes under 50 ms (median of 15)")
def quick(talk, _):
    complete(talk, '"abc".toUp|')
    times = []
    for _ in range(15):
        start = time.time()
        complete(talk, '"abc".toUp|')
        times.append(time.time() - start)
    return every(f"{sorted(times)[7] * 1000:.1f} ms", quick=sorted(times)[7] < 0.05)
