"""Probes of execute_request: what its flags mean, and what is told of the run."""

import time

from .registry import every, probe
from .talk import Late


@probe("execute: the value is an execute_result, not output")
def result(talk, _):
    ran = talk.run("console.log('printed'); 1 + 2")
    data = [it["data"].get("text/plain") for it in ran.of("execute_result")]
    return every(ran.kinds, one_result=data == ["3"], printed=ran.text("stdout") == "printed\n")


@probe("execute: execute_input tells the code and its count")
def told(talk, _):
    ran = talk.run("/* told */ 1")
    inputs = ran.of("execute_input")
    return every(inputs, one=len(inputs) == 1, same=inputs and inputs[0]["code"] == "/* told */ 1", count=inputs and inputs[0]["execution_count"] == ran.reply["execution_count"])


@probe("execute: the count goes up by one and results carry it")
def count(talk, _):
    first, second = talk.run("1"), talk.run("2")
    counts = first.reply["execution_count"], second.reply["execution_count"]
    results = [it["execution_count"] for it in second.of("execute_result")]
    return every([counts, results], step=counts[1] == counts[0] + 1, result=results == [counts[1]])


@probe("execute: the reply has user_expressions and payload")
def fields(talk, _):
    reply = talk.run("1").reply
    return every(reply, user_expressions=reply.get("user_expressions") == {}, payload=reply.get("payload") == [])


@probe("execute: nothing comes of undefined, comments and an empty cell")
def nothing(talk, _):
    rans = [talk.run(code) for code in ("undefined", "// nothing", "", "let unset: number;")]
    kinds = [ran.kinds for ran in rans]
    return every(kinds, ok=all(ran.ok for ran in rans), silent=all(set(it) <= {"execute_input"} for it in kinds))


def remembers(talk, text):
    """Whether the history has a text; a kernel without one does not."""
    try:
        found = talk.ask("history_request", {"hist_access_type": "tail", "n": 5, "output": False, "raw": True}, timeout=1)
    except Late:
        return False
    return text in str(found.get("history"))


@probe("execute: silent shows no input and no result, and counts nothing")
def silent(talk, _):
    before = talk.run("1").reply["execution_count"]
    ran = talk.run("var quiet = 5; quiet", silent=True)
    after = talk.run("quiet")
    return every(
        [ran.kinds, before, after.reply["execution_count"]],
        nothing_shown=ran.kinds == [],
        not_counted=after.reply["execution_count"] == before + 1,
        it_ran=after.result == "5",
        not_in_history=not remembers(talk, "quiet = 5"),
    )


@probe("execute: store_history false shows but counts nothing")
def unstored(talk, _):
    before = talk.run("1").reply["execution_count"]
    ran = talk.run("'unstored'", store_history=False)
    after = talk.run("2").reply["execution_count"]
    return every([ran.kinds, before, after], shown="unstored" in ran.result, not_counted=after == before + 1, not_in_history=not remembers(talk, "unstored"))


@probe("execute: user_expressions are evaluated, each error on its own")
def user_expressions(talk, _):
    asked = {"sum": "ue + 1", "text": "'a' + 'b'", "bad": "nope.nope", "syntax": "let ]"}
    found = talk.run("const ue = 41", user_expressions=asked).reply.get("user_expressions", {})
    value = lambda name: found.get(name, {}).get("data", {}).get("text/plain", "").strip("'\"")  # noqa: E731
    return every(
        found,
        sum=value("sum") == "42" and found["sum"]["status"] == "ok" and "metadata" in found["sum"],
        text=value("text") == "ab",
        bad=found.get("bad", {}).get("status") == "error" and found["bad"].get("ename") == "ReferenceError" and "traceback" in found["bad"],
        syntax=found.get("syntax", {}).get("ename") == "SyntaxError",
    )


@probe("execute: user_expressions are evaluated after a silent cell too")
def user_expressions_silent(talk, _):
    found = talk.run("", silent=True, user_expressions={"two": "1 + 1"}).reply.get("user_expressions", {})
    return every(found, two=found.get("two", {}).get("data", {}).get("text/plain") == "2")


def queue(talk, **flags):
    """Statuses of a throwing cell and the two behind it, and whether those ran."""
    sent = [talk.begin(code, **flags) for code in ("await new Promise((r) => setTimeout(r, 200)); throw new Error('first')", "var ranOne = 1; ranOne", "2")]
    statuses = [talk.reply(it, timeout=4)["content"]["status"] for it in sent]
    for it in sent:
        talk.idle(it)
    return statuses


@probe("execute: stop_on_error true aborts what is queued")
def stop(talk, _):
    statuses = queue(talk)
    after = talk.finish(talk.begin("3"))
    return every([statuses, after.reply["status"]], aborted=statuses == ["error", "aborted", "aborted"], next_at_once=after.ok)


@probe("execute: stop_on_error false goes on")
def goes_on(talk, _):
    statuses = queue(talk, stop_on_error=False)
    return every(statuses, went_on=statuses == ["error", "ok", "ok"])


@probe("execute: a cell sent right after an error's reply runs")
def right_after(talk, _):
    talk.reply(talk.begin("throw new Error('x')"))
    ran = talk.finish(talk.begin("1 + 1"))
    return every(ran.reply, ok=ran.ok)


@probe("execute: cells that are queued run in order")
def ordered(talk, _):
    talk.run("var order: number[] = []")
    sent = [talk.begin(f"await new Promise((r) => setTimeout(r, {20 - i})); order.push({i})") for i in range(10)]
    for it in sent:
        talk.finish(it)
    ran = talk.run("order.join()")
    return every(ran.result, in_order="0,1,2,3,4,5,6,7,8,9" in ran.result)


@probe("execute: a value nested four deep is shown whole")
def deep(talk, _):
    ran = talk.run("({a: {b: {c: {d: 'deepest'}}}})")
    return every(ran.result, deepest="deepest" in ran.result)


@probe("execute: plain text has no colours")
def colours(talk, _):
    ran = talk.run("[1, 'a', null]")
    texts = [it["data"].get("text/plain", "") for it in ran.of("execute_result")] or [ran.text()]
    return every(texts, plain="\x1b" not in texts[0], shown="null" in texts[0])


@probe("execute: payload of source page")
def page(talk, dialect):
    reply = talk.run(dialect.page("a long text")).reply
    payload = reply.get("payload", [])
    return every(reply, one=len(payload) == 1, page=payload and payload[0].get("source") == "page" and payload[0]["data"]["text/plain"] == "a long text" and "start" in payload[0])


@probe("execute: payload of source set_next_input")
def set_next_input(talk, dialect):
    payload = talk.run(dialect.set_next_input("1 + 1")).reply.get("payload", [])
    return every(payload, one=len(payload) == 1, text=payload and payload[0] == {"source": "set_next_input", "text": "1 + 1", "replace": False})


@probe("execute: code that is no text is refused, and the kernel lives")
def refused(talk, _):
    reply = talk.ask("execute_request", {"code": 5, "silent": False}, timeout=1)
    return every(reply, error=reply["status"] == "error" and "ename" in reply, lives=talk.run("1").ok)


@probe("execute: 1+1 takes under 10 ms (median of 40)")
def quick(talk, _):
    for _ in range(10):
        talk.run("1+1")
    times = []
    for _ in range(40):
        start = time.time()
        talk.reply(talk.begin("1+1"))
        times.append(time.time() - start)
    median = sorted(times)[20] * 1000
    return every(f"{median:.1f} ms", quick=median < 10)


@probe("execute: a loop of 2e7 over an earlier cell's variables takes under 0.5 s")
def loop_earlier(talk, _):
    talk.run("let total = 0; let step = 1;")
    ran = talk.run("for (let i = 0; i < 2e7; i++) total += step; total", timeout=10)
    return every(f"{ran.seconds:.2f} s", quick=ran.seconds < 0.5, right="20000000" in ran.result)


@probe("execute: a loop of 2e7 over the cell's own variables takes under 0.5 s")
def loop_own(talk, _):
    ran = talk.run("let own = 0; for (let i = 0; i < 2e7; i++) own += i % 3; own", timeout=10)
    return every(f"{ran.seconds:.2f} s", quick=ran.seconds < 0.5, ok=ran.ok)
