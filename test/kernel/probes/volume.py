"""Probes of much output: complete, in order, before idle, in bounded memory."""

import threading
import time

import psutil

from .registry import every, probe
from .talk import Late

MEGA = 1 << 20


class Memory:
    """Watches by how many megabytes the processes of a kernel grow, at most."""

    def __init__(self, talk):
        # What a kernel starts behind its own readiness, such as a spare process or a compiler, is no growth.
        talk.drain(max(0, talk.started + 4 - time.time()))
        self.root = psutil.Process(talk.manager.provisioner.pid)
        self.going, self.before, self.peak = True, self.now(), 0

    def now(self):
        """Resident bytes of all of them."""
        total = 0
        for process in [self.root, *self.root.children(recursive=True)]:
            try:
                total += process.memory_info().rss
            except psutil.NoSuchProcess:
                pass
        return total

    def watch(self):
        """Looks again and again."""
        while self.going:
            self.peak = max(self.peak, self.now())
            time.sleep(0.05)

    def __enter__(self):
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.going = False
        self.thread.join()
        self.grown = max(0, self.peak - self.before) // MEGA


def patient(talk, code, timeout):
    """Runs a cell with a lot to say; gives the text that came before idle, and the seconds."""
    start = time.time()
    request = talk.begin(code)
    talk.idle(request, timeout)
    streams = [it["content"]["text"] for it in talk.before_idle(request, "stream")]
    return "".join(streams), len(streams), time.time() - start


@probe("volume: 20 000 lines, complete and in order before idle, within 3 s")
def lines(talk, _):
    with Memory(talk) as memory:
        text, messages, seconds = patient(talk, "for (let i = 0; i < 20_000; i++) console.log('line', i)", 12)
    whole = text == "".join(f"line {i}\n" for i in range(20_000))
    return every(f"{seconds:.2f} s, {len(text.splitlines())} lines in {messages} messages, +{memory.grown} MB", whole=whole, quick=seconds < 3, few_messages=messages < 2000, memory=memory.grown < 150)


@probe("volume: a text of 50 MB, whole or cut with a word about it, within 8 s")
def long(talk, _):
    talk.run("1")
    with Memory(talk) as memory:
        text, messages, seconds = patient(talk, "console.log('x'.repeat(50 * 1024 * 1024) + 'END')", 15)
    cut = any(word in text.lower() for word in ("truncated", "left out", "cut", "omitted"))
    return every(f"{seconds:.2f} s, {len(text) / MEGA:.0f} MB in {messages} messages, +{memory.grown} MB", whole_or_said=text.rstrip().endswith("END") and len(text) == 50 * MEGA + 4 or cut, quick=seconds < 8, memory=memory.grown < 600)


@probe("volume: 10 000 updates of a display, the last one last, before idle, within 6 s")
def updates(talk, dialect):
    start = time.time()
    with Memory(talk) as memory:
        request = talk.begin(dialect.updates(10_000))
        talk.idle(request, 15)
    seconds = time.time() - start
    shown = [str(it["content"]["data"].get("text/plain")) for it in talk.before_idle(request, "update_display_data")]
    numbers = [int(it.split()[-1].strip("'")) for it in shown]
    return every(f"{seconds:.2f} s, {len(shown)} updates, +{memory.grown} MB", order=numbers == sorted(numbers), last=numbers[-1:] == [9999], quick=seconds < 6, memory=memory.grown < 200)


@probe("volume: comm buffers of 20 MB, in order, within 4 s")
def buffers(talk, dialect):
    code = dialect.open_comm("probe.big", {}) + "for (let i = 0; i < 5; i++) { " + dialect.send.format(data="{i}", buffers="[new Uint8Array(20 * 1024 * 1024).fill(i)]") + " }"
    start = time.time()
    with Memory(talk) as memory:
        request = talk.begin(code)
        talk.idle(request, 12)
    seconds = time.time() - start
    found = [(it["content"]["data"], [bytes(part) for part in it["buffers"]]) for it in talk.before_idle(request, "comm_msg")]
    right = [data.get("i") == i and [part == bytes([i]) * (20 * MEGA) for part in parts] == [True] for i, (data, parts) in enumerate(found)]
    return every(f"{seconds:.2f} s, {len(found)} messages, +{memory.grown} MB", all=len(found) == 5, right=all(right), quick=seconds < 4, memory=memory.grown < 700)


@probe("volume: printing without end neither fills the memory nor outlives Stop")
def endless(talk, _):
    with Memory(talk) as memory:
        request = talk.begin("for (let i = 0; ; i++) console.log('some line of text that goes on', i)")
        talk.drain(1.5)
        start = time.time()
        talk.manager.interrupt_kernel()
        try:
            talk.finish(request, timeout=3)
        except Late:
            return False, f"still printing, +{(memory.now() - memory.before) // MEGA} MB"
    seconds = time.time() - start
    return every(f"{seconds:.2f} s, +{memory.grown} MB", quick=seconds < 1, memory=memory.grown < 300)


@probe("volume: a client that does not listen does not fill the kernel's memory")
def deaf(talk, _):
    with Memory(talk) as memory:
        request = talk.begin("{ const until = Date.now() + 2000; const text = 'y'.repeat(1000); while (Date.now() < until) console.log(text) }")
        time.sleep(2.6)
    talk.idle(request, 10)
    return every(f"+{memory.grown} MB", memory=memory.grown < 600)


@probe("volume: a value with a million members is shown short and soon")
def large(talk, _):
    ran = talk.run("Array.from({length: 1_000_000}, (_, i) => ({i}))", timeout=8)
    size = len(str([it["data"] for it in ran.of("execute_result")])) + len(ran.text())
    return every(f"{ran.seconds:.2f} s, {size} characters", shown=size > 10, short=size < 500_000, soon=ran.seconds < 2)


@probe("volume: 300 cells queued at once all answer in order within 5 s")
def queue(talk, _):
    start = time.time()
    sent = [talk.begin(f"{i}") for i in range(300)]
    replies = [talk.reply(it, timeout=10) for it in sent]
    for it in sent:
        talk.idle(it)
    seconds = time.time() - start
    counts = [it["content"]["execution_count"] for it in replies]
    return every(f"{seconds:.2f} s", in_order=counts == sorted(counts) and len(set(counts)) == 300, quick=seconds < 5)


@probe("volume: source of 1 MB runs within 3 s")
def source(talk, _):
    code = "\n".join(f"var v{i} = {i};" for i in range(100)) + "\n/*" + "c" * MEGA + "*/\nv99"
    ran = talk.run(code, timeout=8)
    return every(f"{ran.seconds:.2f} s", right="99" in ran.result, quick=ran.seconds < 3)


@probe("volume: comm buffers of 20 MB from the client and back, within 3 s")
def buffers_in(talk, dialect):
    if not talk.run(dialect.register).ok:
        raise Late("no target could be registered")
    talk.idle(talk.send("comm_open", {"comm_id": "big-comm", "target_name": "probe.echo", "data": {}}))
    start, body = time.time(), bytes(range(256)) * (20 * MEGA // 256)
    with Memory(talk) as memory:
        request = talk.send("comm_msg", {"comm_id": "big-comm", "data": {}}, buffers=[body])
        echo = talk.until(lambda: next(iter(talk.about(request, "comm_msg")), None), 8, "the echo")
    seconds = time.time() - start
    return every(f"{seconds:.2f} s, +{memory.grown} MB", same=[bytes(it) for it in echo["buffers"]] == [body], quick=seconds < 3, memory=memory.grown < 500)
