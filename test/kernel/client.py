"""Talks to the ddx kernel as Jupyter's own clients do; prints one JSON object for jupyter.test.ts."""

import json
import os
import queue
import signal
import sys
import time

import nbformat
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient


def notebook(path):
    """Executes a notebook; gives its outputs and whether the result is a valid notebook."""
    node = nbformat.read(path, as_version=4)
    NotebookClient(node, kernel_name="ddx", timeout=120, resources={"metadata": {"path": os.path.dirname(path)}}).execute()
    nbformat.validate(node)
    return [cell.get("outputs") for cell in node.cells]


def run(client, code, during=None, **options):
    """Executes a cell; gives the reply, the messages before idle, and the seconds from `during` to the reply."""
    request = client.execute(code, **options)
    start = time.time()
    if during:
        time.sleep(0.5)
        start = time.time()
        during()
    reply = client.get_shell_msg(timeout=30)
    while reply["parent_header"]["msg_id"] != request:
        reply = client.get_shell_msg(timeout=30)
    seconds = time.time() - start
    seen = []
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") != request:
            continue
        seen.append([message["msg_type"], message["content"]])
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return {"reply": reply["content"], "seen": seen, "seconds": seconds}


def ask(client, method, *arguments, **options):
    """The content of the reply to any other request."""
    request = getattr(client, method)(*arguments, **options)
    while True:
        reply = client.get_shell_msg(timeout=10)
        if reply["parent_header"]["msg_id"] == request:
            return reply["content"]


def queued(client):
    """Statuses of three cells that are queued at once, the first of which throws."""
    requests = [client.execute(code) for code in ("await new Promise((r) => setTimeout(r, 500)); throw new Error('first')", "1", "2")]
    replies = [client.get_shell_msg(timeout=30) for _ in requests]
    return [reply["content"]["status"] for reply in sorted(replies, key=lambda it: requests.index(it["parent_header"]["msg_id"]))]


def busy(client):
    """Seconds until kernel_info is answered on the control channel, and a completion on shell, while a cell runs."""
    client.execute("const until = Date.now() + 2500; while (Date.now() < until) {}")
    time.sleep(0.3)
    start = time.time()
    client.control_channel.send(client.session.msg("kernel_info_request"))
    client.get_control_msg(timeout=10)
    info = time.time() - start
    client.get_shell_msg(timeout=30)
    client.execute("await new Promise((resolve) => setTimeout(resolve, 2500))")
    time.sleep(0.3)
    start = time.time()
    matches = ask(client, "complete", "keep.le", 7)["matches"]
    completion = time.time() - start
    client.get_shell_msg(timeout=30)
    return {"info": info, "completion": completion, "matches": matches}


def forged(manager):
    """Whether a message that is signed with another key is answered."""
    info = dict(manager.get_connection_info(), key=b"another key")
    client = BlockingKernelClient()
    client.load_connection_info(info)
    client.start_channels()
    client.kernel_info()
    try:
        client.get_shell_msg(timeout=1)
        return "answered"
    except queue.Empty:
        return "dropped"
    finally:
        client.stop_channels()


def talk():
    """A conversation on every channel."""
    manager = KernelManager(kernel_name="ddx")
    start = time.time()
    manager.start_kernel(cwd=os.getcwd())
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    said = {"start": time.time() - start}
    run(client, "let keep = [1, 2, 3]")
    said["info"] = ask(client, "kernel_info")
    said["complete"] = ask(client, "complete", "const 😀a = keep.le", 17)
    said["inspect"] = ask(client, "inspect", "keep.map", 7)
    said["complete_code"] = ask(client, "is_complete", "1 + 1")
    said["incomplete_code"] = ask(client, "is_complete", "function f() {")
    said["invalid_code"] = ask(client, "is_complete", "let x = ]")
    said["lines"] = run(client, "for (let i = 0; i < 200; i++) console.log(i)")
    said["flood"] = run(client, "for (let i = 0; i < 20000; i++) console.log('line', i)")["seconds"]
    said["result"] = run(client, "keep")
    said["silent"] = run(client, "keep", silent=True)
    said["error"] = run(client, "const y = 1;\nkeep.nope.nope")
    said["syntax"] = run(client, "let x = ]")
    said["history"] = ask(client, "history", hist_access_type="tail", n=2, output=True)
    said["queued"] = queued(client)
    said["busy"] = busy(client)
    said["forged"] = forged(manager)
    for name, code in {
        "loop": "while (true) {}",
        "await": "await new Promise(() => {})",
        "loop after await": "await null; for (;;) {}",
        "library": "/(x+x+)+y/.test('x'.repeat(40))",
    }.items():
        said[f"interrupt {name}"] = run(client, code, during=manager.interrupt_kernel)
    said["signal"] = run(client, "while (true) {}", during=lambda: os.kill(manager.provisioner.pid, signal.SIGINT))
    said["kept"] = run(client, "keep.length")
    said["exit"] = run(client, "process.exit(7)")
    said["after"] = run(client, "typeof keep")
    client.shutdown()
    deadline = time.time() + 10
    while manager.is_alive() and time.time() < deadline:
        time.sleep(0.05)
    said["alive"] = manager.is_alive()
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return said


print(json.dumps(notebook(sys.argv[2]) if sys.argv[1] == "notebook" else talk()))
