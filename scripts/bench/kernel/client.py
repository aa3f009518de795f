"""Measures kernels through Jupyter's own client: reads kernel.ts's plan from stdin, prints one JSON object for each probe.

A plan is {"rounds": n, "sessions": [{"column", "spec", "cwd", "env", "probes": [...]}]}; each round starts each session's kernel afresh, one
after the other, so that whatever else the machine does meets all of them alike.
"""

import json
import os
import queue
import sys
import tempfile
import time
from pathlib import Path

import zmq
from jupyter_client.manager import KernelManager

PATIENCE = 60
LATE = 1
REST = 0.3


class Failed(Exception):
    """A probe cannot be measured, and why."""


class Session:
    """A running kernel and its client."""

    def __init__(self, plan):
        self.manager = KernelManager(kernel_name=plan["spec"])
        self.count = self.lines = 0
        before = time.perf_counter()
        # What kernels log is for nobody, but of one that does not start.
        self.log = tempfile.TemporaryFile("w+")
        self.manager.start_kernel(cwd=plan["cwd"], env={**os.environ, **plan["env"]}, stdout=self.log, stderr=self.log)
        self.client = self.manager.client()
        self.replied = None
        heard = self.client._handle_kernel_info_reply
        self.client._handle_kernel_info_reply = lambda message: (self.note(), heard(message))
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=PATIENCE)
        except RuntimeError as error:
            self.close()
            self.log.seek(0)
            raise Failed(f"does not start: {error}: {self.log.read()[-300:]}") from error
        self.started = {"ready": time.perf_counter() - before, "replied": (self.replied or time.perf_counter()) - before}

    def note(self):
        """Remembers when the kernel first said who it is; the client waits a fixed while behind that."""
        self.replied = self.replied or time.perf_counter()

    def fill(self, code):
        """The code with a number of its own, so that nothing is answered from memory."""
        self.count += 1
        return code.replace("#", str(self.count))

    def close(self):
        """Ends the kernel and all processes that it has started."""
        pids = tree(self.manager.provisioner.pid)
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        for pid in pids:
            try:
                os.kill(pid, 9)
            except OSError:
                pass


def receive(get, *, within):
    """The next message of a channel; None when none comes within some seconds."""
    try:
        return get(timeout=max(0.0, within))
    except queue.Empty:
        return None


def execute(session, probe):
    """Executes a cell; seconds until its reply, its idle and the first output that holds the marker, and its lines before idle."""
    client, patience = session.client, probe.get("patience", PATIENCE)
    seen = {"lines": 0}
    start = time.perf_counter()
    request = client.execute(session.fill(probe["code"]))
    if probe["kind"] == "reply":
        while "reply" not in seen and time.perf_counter() < start + patience:
            note_reply(seen, receive(client.get_shell_msg, within=patience), request=request, start=start)
    poller = zmq.Poller()
    for channel in (client.iopub_channel, client.shell_channel):
        poller.register(channel.socket, zmq.POLLIN)
    while waits(seen, probe, passed=time.perf_counter() - start):
        ready = dict(poller.poll(50))
        if client.iopub_channel.socket in ready:
            note_output(seen, receive(client.get_iopub_msg, within=0), request=request, start=start, marker=probe.get("marker"))
        elif client.shell_channel.socket in ready:
            note_reply(seen, receive(client.get_shell_msg, within=0), request=request, start=start)
    if not {"reply", "idle"} <= seen.keys():
        raise Failed(f"> {patience} s")
    return seen


def waits(seen, probe, *, passed):
    """Whether anything of a cell is still to come."""
    if not {"reply", "idle"} <= seen.keys():
        return passed < probe.get("patience", PATIENCE)
    return "marker" in probe and "seen" not in seen and passed < max(seen["idle"], seen["reply"]) + LATE


def note_reply(seen, message, *, request, start):
    """Notes a message of the shell."""
    if message and message["parent_header"].get("msg_id") == request:
        seen["reply"] = time.perf_counter() - start
        seen["status"] = message["content"].get("status")


def note_output(seen, message, *, request, start, marker):
    """Notes a message that all clients see."""
    if not message or message["parent_header"].get("msg_id") != request:
        return
    now, kind, content = time.perf_counter() - start, message["msg_type"], message["content"]
    if kind == "status" and content["execution_state"] == "idle":
        seen["idle"] = now
    if kind == "stream" and "idle" not in seen:
        seen["lines"] += content["text"].count("\n")
    if marker and kind not in ("status", "execute_input") and "seen" not in seen and marker in json.dumps(content):
        seen["seen"] = now


def complete(session, probe):
    """Seconds until a completion that offers the marker."""
    client = session.client
    start = time.perf_counter()
    request = client.complete(probe["code"], len(probe["code"]))
    while True:
        message = receive(client.get_shell_msg, within=PATIENCE)
        if message is None:
            raise Failed(f"> {PATIENCE} s")
        if message["parent_header"].get("msg_id") == request:
            break
    seconds = time.perf_counter() - start
    if probe["marker"] not in message["content"].get("matches", []):
        raise Failed(f"does not offer {probe['marker']}")
    return seconds


def tree(root):
    """A process and all below it."""
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found = [root]
    for pid in found:
        found.extend(children.get(pid, []))
    return found


def memory(session):
    """Megabytes of all the kernel's processes, shared pages counted by their share; five seconds after it was ready."""
    time.sleep(5)
    if not Path("/proc/self/smaps_rollup").exists():
        raise Failed("needs Linux")
    lines = [line for pid in tree(session.manager.provisioner.pid) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def measure(session, probe):
    """One value of a probe: milliseconds, or megabytes."""
    kind = probe["kind"]
    if kind in ("ready", "replied"):
        return 1000 * session.started[kind]
    if kind == "memory":
        return memory(session)
    if kind == "complete":
        return 1000 * complete(session, probe)
    seen = execute(session, probe)
    if probe.get("succeeds") and seen["status"] != "ok":
        raise Failed("the cell fails")
    if kind not in seen:
        raise Failed("not shown")
    session.lines = seen["lines"]
    return 1000 * seen[kind]


def run_probe(session, probe):
    """Values of a probe in this session, and why there are no more."""
    values = []
    # tslab drops whatever comes soon after a cell that failed, also in the row before.
    time.sleep(REST)
    try:
        for code in probe.get("setup", []):
            if execute(session, {"kind": "reply", "code": code})["status"] != "ok":
                raise Failed("its setup fails")
        for index in range(probe.get("warm", 0) + probe.get("times", 1)):
            time.sleep(probe.get("pause", 0))
            value = measure(session, probe)
            if index >= probe.get("warm", 0):
                values.append(value)
    except Failed as error:
        return {"values": values, "lines": session.lines, "failure": str(error)}
    return {"values": values, "lines": session.lines, "failure": None}


def run_session(plan, *, number, failed):
    """One start of a kernel with all its probes."""
    told = {"column": plan["column"], "round": number}
    probes = [probe for probe in plan["probes"] if number < probe.get("rounds", 1000) and (plan["column"], probe["row"]) not in failed]
    if not probes:
        return
    try:
        session = Session(plan)
    except Failed as error:
        for probe in probes:
            print(json.dumps({**told, "row": probe["row"], "values": [], "failure": str(error)}), flush=True)
        return
    try:
        for probe in probes:
            result = run_probe(session, probe)
            print(json.dumps({**told, "row": probe["row"], **result}), flush=True)
            if result["failure"]:
                failed.add((plan["column"], probe["row"]))
            # It is still busy with that cell, or gone.
            if result["failure"] and (result["failure"].startswith(">") or not session.manager.is_alive()):
                break
    finally:
        session.close()


def main():
    """Round robin over the kernels."""
    plan = json.load(sys.stdin)
    failed = set()
    for number in range(plan["rounds"]):
        for session in plan["sessions"]:
            run_session(session, number=number, failed=failed)


main()
