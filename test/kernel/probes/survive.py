"""Probes of what ends a process: the kernel lives on, the cell says why, the next one runs at once."""

import time

import psutil

from .registry import every, probe

#: Memory runs out sooner with less of it.
SMALL = {"NODE_OPTIONS": "--max-old-space-size=160", "DENO_V8_FLAGS": "--max-old-space-size=160"}


def survives(bench, code, says=(), env=None, timeout=8, wait=0.0):
    """Runs a deadly cell in a kernel of its own; whether all goes on."""
    talk = bench.start(env=env)
    try:
        pid = talk.manager.provisioner.pid
        ran = talk.run(code, timeout=timeout)
        talk.drain(wait)
        start = time.time()
        after = talk.run("console.log('next'); 1 + 1", timeout=3)
        seconds = time.time() - start
        sight = (ran.sight + after.sight).lower()
        return every(
            [ran.reply.get("ename"), ran.reply.get("evalue"), f"next in {seconds:.2f} s"],
            error=wait or (ran.reply["status"] == "error" and len(ran.of("error")) == 1),
            says_why=any(word in sight for word in says),
            next_within_1_s=after.ok and seconds < 1 and "next" in after.text("stdout"),
            same_kernel=talk.manager.is_alive() and talk.manager.provisioner.pid == pid,
            idle=talk.states[ran.request] == "idle",
        )
    finally:
        talk.end()


DEADLY = {
    "process.exit in a cell": ("console.log('before'); process.exit(7)", ["exit code 7", "code 7", "exit(7)"]),
    "process.exit after an await": ("await new Promise((r) => setTimeout(r, 20)); process.exit(0)", ["exit code 0", "code 0", "exit(0)"]),
    "process.abort": ("process.abort()", ["abort", "sigabrt"]),
    "a segmentation fault": ("process.kill(process.pid, 'SIGSEGV'); await new Promise((r) => setTimeout(r, 3000))", ["sigsegv", "segmentation"]),
    "SIGKILL": ("process.kill(process.pid, 'SIGKILL'); await new Promise((r) => setTimeout(r, 3000))", ["sigkill", "killed"]),
}
for name, (code, says) in DEADLY.items():

    def register(name=name, code=code, says=says):
        """Binds this turn's values."""

        @probe(f"survive: {name}", own=True)
        def deadly(bench, _):
            return survives(bench, code, says)

    register()


@probe("survive: process.exit in a timer after the cell", own=True)
def late_exit(bench, _):
    return survives(bench, "setTimeout(() => process.exit(3), 50); 1", ["exit code 3", "code 3", "exit(3)"], wait=0.5)


@probe("survive: out of memory", own=True)
def memory(bench, _):
    return survives(bench, "{ const all: number[][] = []; for (;;) all.push(Array.from({length: 10_000}, (_, i) => i * 1.5)) }", ["memory"], SMALL, timeout=20)


@probe("survive: an error in a timer is shown, with variables kept")
def timer(talk, _):
    talk.run("var keptHere = 9")
    ran = talk.run("setTimeout(() => { throw new Error('from a timer') }, 20); await new Promise((r) => setTimeout(r, 100))")
    return every(ran.sight, shown="from a timer" in ran.sight, kept="9" in talk.run("keptHere").result)


@probe("survive: an error event that nobody hears is shown, with variables kept")
def event(talk, _):
    talk.run("var keptThere = 9")
    ran = talk.run("import {EventEmitter} from 'node:events'; setImmediate(() => new EventEmitter().emit('error', new Error('unheard'))); await new Promise((r) => setTimeout(r, 100))")
    return every(ran.sight, shown="unheard" in ran.sight, kept="9" in talk.run("keptThere").result)


@probe("survive: an endless chain of microtasks, stopped, and the next cell runs at once")
def microtasks(talk, _):
    request = talk.begin("{ const again = (): Promise<void> => Promise.resolve().then(again); again() } await new Promise(() => {})")
    talk.drain(0.3)
    talk.manager.interrupt_kernel()
    ran = talk.finish(request, timeout=3)
    start = time.time()
    after = talk.run("1 + 1", timeout=2)
    return every(ran.reply, error=ran.reply["status"] == "error", next_within_1_s=after.ok and time.time() - start < 1)


@probe("survive: a cell that breaks globals does not break the kernel")
def broken(talk, _):
    ran = talk.run("JSON.stringify = () => { throw new Error('broken') }; Array.prototype.map = undefined as any; console.log = () => {}; Object.keys = undefined as any; globalThis.process = undefined as any; Promise.prototype.then = undefined as any;")
    after = talk.run("1 + 1", timeout=2)
    return every([ran.reply, after.reply], next=after.ok)


def left(everyone, seconds=2):
    """The names of those processes that still run after a while."""
    deadline = time.time() + seconds
    alive = lambda: [it for it in everyone if it.is_running() and it.status() != psutil.STATUS_ZOMBIE]  # noqa: E731
    while alive() and time.time() < deadline:
        time.sleep(0.02)
    return [it.name() for it in alive()]


def tree(talk):
    """A kernel's processes."""
    root = psutil.Process(talk.manager.provisioner.pid)
    return [root, *root.children(recursive=True)]


@probe("survive: all processes go with the kernel", own=True)
def ended(bench, _):
    talk = bench.start()
    everyone = tree(talk)
    talk.send("shutdown_request", {"restart": False}, "control")
    names = left(everyone)
    talk.end()
    return every(names, none_left=not names)


@probe("survive: all processes go when the kernel is killed, even one in a loop", own=True)
def killed(bench, _):
    talk = bench.start()
    everyone = tree(talk)
    talk.begin("while (true) {}")
    talk.drain(0.2)
    everyone[0].kill()
    names = left(everyone)
    for it in everyone:
        it.kill() if it.is_running() else None
    talk.end()
    return every(names, none_left=not names)
