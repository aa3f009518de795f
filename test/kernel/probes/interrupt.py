"""Probes of the Stop button: quick, with state kept, whatever the code is doing."""

import os
import signal
import time

from .registry import every, probe
from .talk import Late

PLACES = {
    "a synchronous loop": "while (true) {}",
    "a pending await": "await new Promise(() => {})",
    "a loop after an await": "await null; for (;;) {}",
    "a loop in a timer": "setTimeout(() => { while (true) {} }, 10); await new Promise((r) => setTimeout(r, 60_000))",
}


def stop(talk, code, press, limit=0.1, after=0.3, kept=True):
    """Stops a cell; whether it was quick, said so, and kept what there was."""
    if kept and not talk.run("var keep = [1, 2, 3]").ok:
        raise Late("the kernel was not well before")
    request = talk.begin(code)
    talk.drain(after)
    start = time.time()
    press()
    ran = talk.finish(request, timeout=max(2.5, limit + 0.5), since=start)
    start = time.time()
    state = talk.run("keep.length", timeout=2)
    again = time.time() - start
    return every(
        [f"{ran.seconds * 1000:.0f} ms", ran.reply.get("ename"), state.result],
        quick=ran.seconds < limit,
        error=ran.reply["status"] == "error",
        shown=ran.trouble.strip() != "",
        kept=not kept or "3" in state.result,
        next_within_1_s=again < 1 and (state.ok or not kept),
    )


def place(name, code):
    """Registers the three ways to stop one place."""

    @probe(f"interrupt: Stop ends {name} in 0.1 s, state kept")
    def by_client(talk, _):
        return stop(talk, code, talk.manager.interrupt_kernel)

    @probe(f"interrupt: interrupt_request ends {name} in 0.1 s, state kept")
    def by_request(talk, _):
        return stop(talk, code, lambda: talk.send("interrupt_request", {}, "control"))


for each in PLACES.items():
    place(*each)


@probe("interrupt: interrupt_request is answered while a loop runs")
def replied(talk, _):
    request = talk.begin("while (true) {}")
    talk.drain(0.2)
    reply = talk.ask("interrupt_request", {}, "control", timeout=1)
    talk.finish(request, timeout=2)
    return every(reply, ok=reply == {"status": "ok"})


@probe("interrupt: SIGINT ends a loop in 0.1 s, state kept")
def by_signal(talk, _):
    return stop(talk, "while (true) {}", lambda: os.kill(talk.manager.provisioner.pid, signal.SIGINT))


MORE = {
    "a loop that swallows errors": "while (true) { try { for (;;) {} } catch { } }",
    "a loop in an earlier cell's function": "endlessProbe()",
    "a loop in a local module": "import {forever} from './loop.ts'; forever()",
    "a loop of awaits": "for (;;) await null",
    "a chain of microtasks": "{ const again = (): void => queueMicrotask(again); again() } await new Promise(() => {})",
    "an endless recursion of promises": "{ const again = async (): Promise<void> => { await null; return again() }; await again() }",
    "a loop that prints": "for (;;) console.log('x')",
    "a loop in a callback of sort": "Array.from({length: 1000}, (_, i) => i).sort(() => { for (;;) {} })",
    "a loop in a generator": "{ function* g() { for (;;) yield 1 } for (const _ of g()) {} }",
}
for name, code in MORE.items():

    def register(name=name, code=code):
        """Binds this turn's name and code."""

        @probe(f"interrupt: Stop ends {name} in 0.1 s, state kept")
        def more(talk, _):
            talk.run("function endlessProbe() { for (;;) {} }")
            # An import takes a while, and it is the loop behind it that is to be stopped.
            return stop(talk, code, talk.manager.interrupt_kernel, after=1 if "import" in code else 0.3)

    register()


@probe("interrupt: Stop ends a regular expression that never ends within 2.5 s, and the kernel lives")
def expression(talk, _):
    return stop(talk, "/(x+x+)+y/.test('x'.repeat(40))", talk.manager.interrupt_kernel, limit=2.5, kept=False)


@probe("interrupt: Stop ends Atomics.wait within 2.5 s, and the kernel lives")
def waiting(talk, _):
    return stop(talk, "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", talk.manager.interrupt_kernel, limit=2.5, kept=False)


@probe("interrupt: Stop ends a child process that the cell waits for within 2.5 s, and the kernel lives")
def child(talk, _):
    return stop(talk, "import {execSync as sleepy} from 'node:child_process'; sleepy('sleep 60')", talk.manager.interrupt_kernel, limit=2.5, kept=False)


@probe("interrupt: finally blocks run")
def blocks(talk, _):
    talk.run("var closed = 0")
    request = talk.begin("try { await null; for (;;) {} } finally { closed = 1 }")
    talk.drain(0.2)
    talk.manager.interrupt_kernel()
    talk.finish(request, timeout=2)
    return every(None, ran=talk.run("closed").result == "1")


@probe("interrupt: Stop aborts what is queued")
def queued(talk, _):
    first = talk.begin("await new Promise(() => {})")
    second = talk.begin("var queuedRan = 1")
    talk.drain(0.2)
    talk.manager.interrupt_kernel()
    statuses = [talk.reply(it, timeout=2)["content"]["status"] for it in (first, second)]
    return every(statuses, aborted=statuses == ["error", "aborted"])


@probe("interrupt: Stop with nothing running does not harm the next cell")
def idle(talk, _):
    for _ in range(3):
        talk.manager.interrupt_kernel()
    talk.drain(0.1)
    rans = [talk.run(code) for code in ("let n = 0; for (let i = 0; i < 1000; i++) n++; n", "await Promise.resolve(1)", "2")]
    return every([ran.reply["status"] for ran in rans], all_well=all(ran.ok for ran in rans))


@probe("interrupt: Stop twice in a row, and again in the next cell")
def twice(talk, _):
    seen = []
    for _ in range(3):
        request = talk.begin("await null; for (;;) {}")
        talk.drain(0.1)
        talk.manager.interrupt_kernel()
        talk.manager.interrupt_kernel()
        seen.append(talk.finish(request, timeout=2).reply["status"])
    return every(seen, errors=seen == ["error"] * 3, well=talk.run("1").ok)


@probe("interrupt: a loop in a timer of a cell that has ended: Stop, and the next cell runs")
def orphan(talk, _):
    talk.run("var orphaned = 5; setTimeout(() => { for (;;) {} }, 50)")
    talk.drain(0.3)
    talk.manager.interrupt_kernel()
    talk.drain(0.2)
    ran = talk.run("orphaned", timeout=2)
    return every(ran.result, kept="5" in ran.result)
