"""A conversation with one kernel through jupyter_client, every message of which is kept."""

import re
import time
from collections import defaultdict

import zmq
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

from .dialect import dialect as choose

CHANNELS = ("iopub", "shell", "control", "stdin")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Late(Exception):
    """Something did not come in time."""


class Talk:
    """One client of one kernel; `start` begins it, `end` ends the kernel too where this client started it."""

    def __init__(self, kernel, folder, env, manager=None, dialect=None):
        self.manager = manager or KernelManager(kernel_name=kernel)
        self.owns = manager is None
        self.kernel, self.folder, self.env = kernel, folder, env
        self.dialect = dialect or choose(kernel)
        self.seconds = 0.0

    def start(self, timeout=20, ready=True):
        """Starts the kernel, unless it runs already, and connects."""
        start = time.time()
        if self.owns:
            self.manager.start_kernel(cwd=self.folder, env=self.env, stdout=-3, stderr=-3)
        self.connect()
        if ready:
            self.wait_ready(timeout)
        self.seconds, self.started = time.time() - start, start
        return self

    def connect(self):
        """Opens the channels, and the poller that all waiting goes through; nothing is remembered, since a new client counts anew."""
        self.log, self.by_parent, self.states = [], defaultdict(list), {}
        if self.owns:
            self.client = self.manager.client()
        else:
            # The manager's clients share a session, and so an identity: this one is another person's.
            self.client = BlockingKernelClient()
            self.client.load_connection_info(self.manager.get_connection_info())
        self.client.start_channels()
        self.poller, self.sockets = zmq.Poller(), {}
        for name in CHANNELS:
            socket = getattr(self.client, f"{name}_channel").socket
            self.sockets[socket] = name
            self.poller.register(socket, zmq.POLLIN)

    def wait_ready(self, timeout):
        """Asks until a reply and its idle have come: the subscription stands then."""
        deadline = time.time() + timeout
        while time.time() < deadline:
            asked = self.send("kernel_info_request", {})
            try:
                self.reply(asked, timeout=min(timeout, deadline - time.time()))
                return self.idle(asked, timeout=0.5)
            except Late:
                if not self.manager.is_alive():
                    break
        raise Late("the kernel never became ready")

    def end(self):
        """Leaves; ends the kernel where this client started it."""
        self.client.stop_channels()
        if self.owns and self.manager.is_alive():
            self.manager.shutdown_kernel(now=True)
        elif self.owns:
            self.manager.cleanup_resources()

    def send(self, kind, content, channel="shell", header=None, buffers=(), metadata=None):
        """Sends a request; gives its id."""
        message = self.client.session.msg(kind, content)
        message["header"].update(header or {})
        message["metadata"].update(metadata or {})
        message["buffers"] = list(buffers)
        getattr(self.client, f"{channel}_channel").send(message)
        return message["header"]["msg_id"]

    def pump(self, seconds):
        """Takes in what has come, waiting for something at most so long; whether anything came."""
        ready = self.poller.poll(max(0, int(seconds * 1000)))
        for socket, _ in ready:
            for _ in range(200):
                try:
                    frames = socket.recv_multipart(zmq.NOBLOCK)
                except zmq.Again:
                    break
                self.take(self.sockets[socket], frames)
        return bool(ready)

    def take(self, channel, frames):
        """Keeps a message with its channel and time."""
        try:
            _, rest = self.client.session.feed_identities(frames)
            message = self.client.session.deserialize(rest)
        except ValueError:
            return  # What is no message, a client of Jupyter's drops too.
        message["channel"], message["at"] = channel, time.time()
        self.log.append(message)
        parent = message["parent_header"].get("msg_id")
        self.by_parent[parent, channel].append(message)
        if message["msg_type"] == "status":
            self.states[parent] = message["content"]["execution_state"]

    def drain(self, seconds):
        """Takes in everything for so long."""
        deadline = time.time() + seconds
        while (left := deadline - time.time()) > 0:
            self.pump(left)

    def until(self, found, timeout, what="it"):
        """Pumps until `found()` gives something, which is returned."""
        deadline = time.time() + timeout
        while True:
            if (value := found()) is not None:
                return value
            left = deadline - time.time()
            if left <= 0:
                raise Late(f"{what} did not come within {timeout:.1f} s")
            if not self.pump(min(left, 0.5)) and not self.manager.is_alive() and not self.pump(1):
                raise Late(f"the kernel is dead: {what} will not come")

    def about(self, request, kind=None, channel="iopub"):
        """The messages that a request caused so far."""
        return [it for it in self.by_parent.get((request, channel), []) if kind in (None, it["msg_type"])]

    def before_idle(self, request, kind=None):
        """The messages on iopub that stand before a request's idle."""
        all_of_it = self.about(request)
        idle = next((i for i, it in enumerate(all_of_it) if it["content"].get("execution_state") == "idle"), 0)
        return [it for it in all_of_it[:idle] if kind in (None, it["msg_type"])]

    def reply(self, request, channel="shell", timeout=5):
        """The reply to a request."""
        return self.until(lambda: next(iter(self.about(request, channel=channel)), None), timeout, f"the reply on {channel}")

    def idle(self, request, timeout=5):
        """Waits for the idle behind a request."""
        return self.until(lambda: True if self.states.get(request) == "idle" else None, timeout, "idle")

    def ask(self, kind, content, channel="shell", timeout=5, **more):
        """The content of the reply to a request."""
        return self.reply(self.send(kind, content, channel, **more), channel, timeout)["content"]

    def begin(self, code, header=None, **flags):
        """Sends a cell; gives its id."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        return self.send("execute_request", {**content, **flags}, header=header)

    def finish(self, request, timeout=5, since=None):
        """Waits for the reply and the idle of a cell."""
        start = since or time.time()
        reply = self.reply(request, timeout=timeout)
        seconds = reply["at"] - start
        self.idle(request, timeout=timeout)
        return Ran(self, request, reply["content"], seconds)

    def run(self, code, timeout=5, **flags):
        """Runs a cell to its end; waits, where a kernel still aborts all that comes soon after an error."""
        for _ in range(3):
            ran = self.finish(self.begin(self.dialect.adapt(code), **flags), timeout)
            if ran.reply["status"] != "abort":
                break
            self.drain(0.25)
        return ran

    def well(self):
        """Whether the kernel still runs cells."""
        try:
            return self.run("1", timeout=2).reply["status"] == "ok"
        except Late:
            return False


class Ran:
    """What a cell did, as its client saw it; what comes late is still found."""

    def __init__(self, talk, request, reply, seconds):
        self.talk, self.request, self.reply, self.seconds, self.waited = talk, request, reply, seconds, False

    def of(self, kind):
        """The contents of the messages of a kind; a kernel that sends them after idle gets a moment."""
        found = self.talk.about(self.request, kind)
        if not self.waited and self.talk.dialect.lag:
            self.waited = True
            self.talk.drain(self.talk.dialect.lag)
            found = self.talk.about(self.request, kind)
        return [it["content"] for it in found]

    @property
    def kinds(self):
        """The kinds of all messages in order, statuses left out."""
        return [it["msg_type"] for it in self.talk.about(self.request) if it["msg_type"] != "status"]

    def text(self, name=None):
        """What was printed to one stream, or to both."""
        return "".join(it["text"] for it in self.of("stream") if name in (None, it["name"]))

    @property
    def ok(self):
        """Whether it ran through."""
        return self.reply["status"] == "ok"

    @property
    def result(self):
        """The plain text of the cell's value; what was printed, where the kernel prints values."""
        found = self.talk.about(self.request, "execute_result")
        if found:
            return plain(found[-1]["content"]["data"].get("text/plain", ""))
        return plain(self.text("stdout")).strip()

    @property
    def trouble(self):
        """All that a person can read about what went wrong."""
        errors = ["\n".join([it["ename"], it["evalue"], *it["traceback"]]) for it in self.of("error")]
        return plain("\n".join([*errors, self.text("stderr")]))

    @property
    def sight(self):
        """All that a person can read."""
        shown = [str(it["data"]) for kind in ("display_data", "execute_result") for it in self.of(kind)]
        return "\n".join([self.trouble, plain(self.text("stdout")), *shown])


def plain(text):
    """Text without colours."""
    return ANSI.sub("", str(text))
