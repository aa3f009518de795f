"""Probes of history_request."""

import shutil
import tempfile
import time

from .registry import every, probe


def ask(talk, access, **more):
    """The history of a kind."""
    content = {"hist_access_type": access, "output": False, "raw": True, **more}
    found = talk.ask("history_request", content, timeout=1.5)
    return [list(it) for it in found["history"]]


def fill(talk):
    """Runs cells with a mark of their own; gives the mark."""
    mark = f"mark{time.time_ns()}"
    for code in ("'one'", "'two'", "'one'"):
        talk.run(f"/*{mark}*/ {code}")
    return mark


@probe("history: tail gives the last inputs, the oldest first")
def tail(talk, _):
    mark = fill(talk)
    found = ask(talk, "tail", n=3)
    lines = [it[1] for it in found]
    return every(found, inputs=[it[2] for it in found] == [f"/*{mark}*/ {code}" for code in ("'one'", "'two'", "'one'")], lines=lines == sorted(lines) and len(set(lines)) == 3, one_session=len({it[0] for it in found}) == 1)


@probe("history: tail with outputs")
def output(talk, _):
    fill(talk)
    found = ask(talk, "tail", n=2, output=True)
    return every(found, pairs=all(len(it[2]) == 2 for it in found), text=bool(found) and "two" in str(found[0][2][1]))


@probe("history: tail of none and of more than there are")
def ends(talk, _):
    fill(talk)
    return every(None, none=ask(talk, "tail", n=0) == [], all=len(ask(talk, "tail", n=100_000)) >= 3)


@probe("history: range")
def span(talk, _):
    fill(talk)
    session, line, _ = ask(talk, "tail", n=3)[0]
    found = ask(talk, "range", session=session, start=line, stop=line + 2)
    return every(found, lines=[it[1] for it in found] == [line, line + 1])


@probe("history: range of this session, written 0")
def this_session(talk, _):
    mark = fill(talk)
    line = ask(talk, "tail", n=3)[0][1]
    found = ask(talk, "range", session=0, start=line, stop=line + 1)
    return every(found, one=len(found) == 1 and mark in found[0][2])


@probe("history: search by a glob")
def search(talk, _):
    mark = fill(talk)
    found = [ask(talk, "search", pattern=pattern, n=10) for pattern in (f"*{mark}*", f"*{mark}*t?o*", f"*{mark}*nothing*")]
    return every(found, all=len(found[0]) == 3, mark=len(found[1]) == 1, none=found[2] == [])


@probe("history: search with unique and n")
def unique(talk, _):
    mark = fill(talk)
    both, last = ask(talk, "search", pattern=f"*{mark}*", n=10, unique=True), ask(talk, "search", pattern=f"*{mark}*", n=1)
    return every([both, last], once=sorted(it[2][-5:] for it in both) == ["'one'", "'two'"], last=len(last) == 1 and last[0][2].endswith("'one'"))


@probe("history: is kept across restarts", own=True)
def kept(bench, _):
    # A folder of its own: other kernels may be running, whose sessions would come between.
    folder = tempfile.mkdtemp()
    first = bench.start(env={"DDX_HISTORY": folder})
    try:
        mark = fill(first)
    finally:
        first.ask("shutdown_request", {"restart": False}, "control")
        time.sleep(0.2)
        first.end()
    second = bench.start(env={"DDX_HISTORY": folder})
    try:
        second.run("'new'")
        found = ask(second, "search", pattern=f"*{mark}*", n=10)
        tail = ask(second, "tail", n=4)
        earlier = ask(second, "range", session=-1, start=1, stop=3)
        return every([found, tail, earlier], searched=len(found) == 3, tail=len(tail) == 4 and mark in tail[2][2], sessions=len({it[0] for it in tail}) == 2, earlier=len(earlier) == 2 and mark in earlier[0][2])
    finally:
        second.end()
        shutil.rmtree(folder, ignore_errors=True)


@probe("history: two kernels at once do not spoil each other's", own=True)
def two(bench, _):
    one, two = bench.start(), bench.start()
    try:
        marks = [fill(one), fill(two)]
        one.run("'last'")
        found = ask(one, "tail", n=4)
        return every(found, own=marks[0] in str(found) and marks[1] not in str(found))
    finally:
        one.end()
        two.end()
