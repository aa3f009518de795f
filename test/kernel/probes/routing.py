"""Probes of late output: it belongs to the cell that it comes from, however late."""

from .registry import every, probe


def late(talk, code, word, kinds=("stream",), wait=500):
    """Runs a cell that says something late, while another one waits; which of both it was given to."""
    first = talk.run(code)
    second = talk.run(f"await new Promise((r) => setTimeout(r, {wait})); console.log('second')", timeout=wait / 1000 + 2)
    talk.drain(0.05)
    has = lambda ran: any(word in str(it["content"]) for kind in kinds for it in talk.about(ran.request, kind))  # noqa: E731
    return every([first.kinds, second.kinds], own=has(first), not_the_other=not has(second), second="second" in second.text())


LATE = {
    "a timer": "setTimeout(() => console.log('late one'), 200)",
    "a promise": "void new Promise((r) => setTimeout(r, 200)).then(() => console.log('late one'))",
    "an async function": "void (async () => { for (let i = 0; i < 5; i++) await new Promise((r) => setTimeout(r, 40)); console.log('late one') })()",
    "an interval": "{ let ticks = 0; const timer = setInterval(() => { if (++ticks === 4) { clearInterval(timer); console.log('late one') } }, 40) }",
    "an event of a file": "import {readFile as readLate} from 'node:fs'; setTimeout(() => readLate('data.json', () => console.log('late one')), 100)",
    "an event of a socket": "import {createServer as serveLate, get as getLate} from 'node:http'; { const server = serveLate((_, r) => r.end('x')).listen(0, '127.0.0.1', () => setTimeout(() => getLate({port: (server.address() as any).port, host: '127.0.0.1'}, (r) => { r.resume(); r.on('end', () => { console.log('late one'); server.close() }) }), 100)) }",
    "standard error": "setTimeout(() => console.error('late one'), 200)",
}
for name, code in LATE.items():

    def register(name=name, code=code):
        """Binds this turn's values."""

        @probe(f"routing: late output of {name}, while another cell runs")
        def of(talk, _):
            return late(talk, code, "late one")

    register()


@probe("routing: a late display, while another cell runs")
def display(talk, dialect):
    return late(talk, f"setTimeout(async () => {{ {dialect.show({'text/html': '<i>late one</i>'})} }}, 200)", "late one", ("display_data",))


@probe("routing: a late rejection that nobody handles, while another cell runs")
def rejection(talk, _):
    return late(talk, "void new Promise((_, reject) => setTimeout(() => reject(new Error('late one')), 200))", "late one", ("error", "stream"))


@probe("routing: a late error in a timer, while another cell runs, which goes on")
def error(talk, _):
    return late(talk, "setTimeout(() => { throw new Error('late one') }, 200)", "late one", ("error", "stream"))


@probe("routing: late output after another cell has ended")
def after(talk, _):
    first = talk.run("setTimeout(() => console.log('very late'), 300)")
    second = talk.run("'second'")
    talk.drain(0.5)
    return every(None, own="very late" in first.text(), not_the_other="very late" not in second.text())


@probe("routing: a rejection in a cell that goes on is that cell's, with frames")
def own(talk, _):
    ran = talk.run("const early = 1;\nvoid Promise.reject(new Error('let go'));\nawait new Promise((r) => setTimeout(r, 50)); console.log('went on')")
    return every(ran.trouble, shown="let go" in ran.trouble, line="line 2" in ran.trouble or ":2:" in ran.trouble, went_on="went on" in ran.text("stdout"))


@probe("routing: a rejection that is handled in time is not shown")
def handled(talk, _):
    ran = talk.run("const failing = (async () => { throw new Error('handled') })(); await new Promise((r) => setTimeout(r, 0)); try { await failing } catch { }; 1")
    quiet = talk.run("const later = Promise.reject(new Error('caught at once')); later.catch(() => {}); 2")
    return every([ran.trouble, quiet.trouble], quiet="caught at once" not in quiet.trouble and quiet.ok)


@probe("routing: late output still has its cell's parent after an error and an interrupt")
def after_trouble(talk, _):
    first = talk.run("setTimeout(() => console.log('past trouble'), 500); throw new Error('x')")
    request = talk.begin("await new Promise(() => {})")
    talk.drain(0.15)
    talk.manager.interrupt_kernel()
    talk.finish(request, timeout=2)
    talk.run("await new Promise((r) => setTimeout(r, 500))")
    return every(first.kinds, own="past trouble" in first.text())


@probe("routing: output through a function of an earlier cell goes to its caller")
def shared(talk, _):
    talk.run("const shout = async (text: string) => { await null; console.log(text) }")
    first, second = talk.run("await shout('from first'); setTimeout(() => void shout('late first'), 150)"), talk.run("await shout('from second'); await new Promise((r) => setTimeout(r, 300))")
    return every([first.text(), second.text()], first=first.text() == "from first\nlate first\n", second=second.text() == "from second\n")


@probe("routing: a late rejection after another cell has ended")
def rejection_after(talk, _):
    first = talk.run("void new Promise((_, reject) => setTimeout(() => reject(new Error('very late')), 250))")
    second = talk.run("'second'")
    talk.drain(0.45)
    has = lambda ran: "very late" in ran.sight  # noqa: E731
    return every([first.kinds, second.kinds], own=has(first), not_the_other=not has(second))
