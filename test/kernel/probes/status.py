"""Probes of statuses, kernel_info and the requests around a kernel's life."""

import os
import time

import zmq

from .registry import cases, every, probe
from .talk import Late

SHELL = {
    "kernel_info_request": {},
    "execute_request": {"code": "1", "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False},
    "complete_request": {"code": "Math.fl", "cursor_pos": 7},
    "inspect_request": {"code": "Math.floor", "cursor_pos": 6, "detail_level": 0},
    "is_complete_request": {"code": "1"},
    "history_request": {"hist_access_type": "tail", "n": 1, "output": False, "raw": True},
    "comm_info_request": {},
}


def states(talk, kind, content, channel):
    """The statuses around a request, and the type of its reply."""
    request = talk.send(kind, content, channel)
    try:
        reply = talk.reply(request, channel, timeout=1)["msg_type"]
        talk.idle(request, timeout=1)
    except Late as late:
        return str(late)
    said = [it["content"]["execution_state"] for it in talk.about(request, "status")]
    right = reply == kind.replace("request", "reply") and said == ["busy", "idle"]
    return right or [reply, said]


@probe("status: busy and idle stand around every request on shell, and its reply has its type")
def shell(talk, _):
    return cases({kind: states(talk, kind, content, "shell") for kind, content in SHELL.items()}, dict.fromkeys(SHELL, True))


@probe("status: busy and idle stand around every request on control, and its reply has its type")
def control(talk, _):
    kinds = ("kernel_info_request", "interrupt_request")
    return cases({kind: states(talk, kind, {}, "control") for kind in kinds}, dict.fromkeys(kinds, True))


@probe("status: a request on control does not make a running cell seem ended")
def still_busy(talk, _):
    request = talk.begin("await new Promise((r) => setTimeout(r, 400))")
    talk.drain(0.1)
    talk.ask("kernel_info_request", {}, "control", timeout=1)
    talk.drain(0.1)
    last = talk.log and [it for it in talk.log if it["msg_type"] == "status"][-1]
    ok = last["content"]["execution_state"] == "busy" or last["parent_header"]["msg_id"] != request
    talk.finish(request)
    return every(last["content"], seen_busy=ok and talk.states[request] == "idle")


@probe("status: kernel_info says all that it must")
def info(talk, _):
    found = talk.ask("kernel_info_request", {}, timeout=1)
    language = found.get("language_info", {})
    return every(
        found,
        status=found.get("status") == "ok",
        protocol=str(found.get("protocol_version", "")) >= "5.3",
        implementation=found.get("implementation") and found.get("implementation_version"),
        language=language.get("name") == "typescript" and language.get("file_extension") == ".ts" and language.get("mimetype") and language.get("version"),
        banner=found.get("banner"),
        links=all({"text", "url"} <= set(it) for it in found.get("help_links", [])) and found.get("help_links"),
    )


@probe("status: kernel_info names its supported features")
def features(talk, _):
    found = talk.ask("kernel_info_request", {}, timeout=1).get("supported_features")
    return every(found, list=isinstance(found, list))


@probe("status: kernel_info on control is answered within 0.2 s while a loop runs")
def busy_info(talk, _):
    request = talk.begin("{ const until = Date.now() + 1200; while (Date.now() < until) {} }")
    talk.drain(0.2)
    start = time.time()
    talk.ask("kernel_info_request", {}, "control", timeout=3)
    seconds = time.time() - start
    talk.finish(request)
    return every(f"{seconds:.3f} s", quick=seconds < 0.2)


@probe("status: a request of a type that nobody knows harms nothing")
def unknown(talk, _):
    request = talk.send("probe_unheard_of_request", {})
    talk.drain(0.15)
    return every(None, prints_nothing=not talk.about(request, "stream"), lives=talk.run("1").ok)


@probe("status: usage_request is answered as ipykernel does")
def usage(talk, _):
    found = talk.ask("usage_request", {}, "control", timeout=1)
    found = found.get("content", found)
    numbers = ("kernel_cpu", "kernel_memory", "cpu_count", "pid")
    return every(
        found,
        numbers=all(isinstance(found.get(key), (int, float)) for key in numbers),
        memory=10e6 < (found.get("kernel_memory") or 0) < 5e9,
        host=found.get("hostname") and {"total", "available", "percent"} <= set(found.get("host_virtual_memory", {})),
    )


@probe("status: connect_request tells the five ports")
def connect(talk, _):
    found = talk.ask("connect_request", {}, timeout=1)
    info = talk.manager.get_connection_info()
    ports = [f"{name}_port" for name in ("shell", "iopub", "stdin", "hb", "control")]
    return every(found, ports=all(found.get(port) == info[port] for port in ports))


@probe("status: a waiting client sees `starting`", own=True)
def starting(bench, _):
    talk = bench.start(ready=False)
    try:
        talk.until(lambda: next((it for it in talk.log if it["content"].get("execution_state") == "starting"), None), 4, "starting")
        return True, "seen"
    finally:
        talk.end()


@probe("status: a client's first message on iopub is iopub_welcome (JEP 65)", own=True)
def welcome(bench, _):
    talk = bench.start(ready=False)
    try:
        talk.until(lambda: len(talk.log) or None, 4, "any message on iopub")
        first = talk.log[0]
        return every(
            [first["msg_type"], first["content"]],
            welcome=first["msg_type"] == "iopub_welcome",
            everything=first["content"].get("subscription") == "",
            no_parent=first["parent_header"] == {},
        )
    finally:
        talk.end()


@probe("status: a second client is welcomed too, though its topic is subscribed to already (JEP 65)")
def welcome_second(talk, _):
    second = talk.manager.client()
    second.start_channels()
    try:
        first = second.get_iopub_msg(timeout=1)
        return every([first["msg_type"], first["content"]], welcome=first["msg_type"] == "iopub_welcome")
    finally:
        second.stop_channels()


@probe("status: a welcome names the topic that was subscribed to (JEP 65)", own=True)
def topic(bench, _):
    talk = bench.start()
    socket = zmq.Context.instance().socket(zmq.SUB)
    try:
        socket.connect(f"tcp://127.0.0.1:{talk.manager.get_connection_info()['iopub_port']}")
        socket.subscribe(b"probe-topic")
        if not socket.poll(1000):
            raise Late("no welcome")
        _, frames = talk.client.session.feed_identities(socket.recv_multipart())
        message = talk.client.session.deserialize(frames)
        return every(message["content"], welcome=message["msg_type"] == "iopub_welcome", topic=message["content"]["subscription"] == "probe-topic")
    finally:
        socket.close(0)
        talk.end()


def shutdown(bench, restart):
    """Asks a kernel to end; gives its reply and the seconds until the process is gone."""
    talk = bench.start()
    try:
        start = time.time()
        reply = talk.ask("shutdown_request", {"restart": restart}, "control", timeout=2)
        while talk.manager.is_alive() and time.time() < start + 3:
            time.sleep(0.01)
        return every([reply, f"{time.time() - start:.2f} s"], status=reply.get("status") == "ok", restart=reply.get("restart") is restart, gone=not talk.manager.is_alive())
    finally:
        talk.end()


@probe("status: shutdown_request replies restart false and ends the process", own=True)
def ends(bench, _):
    return shutdown(bench, False)


@probe("status: shutdown_request replies restart true and ends the process", own=True)
def restarts(bench, _):
    return shutdown(bench, True)


@probe("status: a kernel is ready within 1.5 s", own=True)
def ready(bench, _):
    times = []
    for _ in range(2):
        talk = bench.start()
        talk.end()
        times.append(talk.seconds)
    return every(f"{min(times):.2f} s", quick=min(times) < 1.5)


@probe("status: the client's restart gives a fresh kernel on the same ports", own=True)
def fresh(bench, _):
    talk = bench.start()
    try:
        talk.run("var old = 1")
        talk.manager.restart_kernel(now=False)
        talk.client.stop_channels()
        talk.connect()
        talk.wait_ready(10)
        ran = talk.run("typeof old")
        return every([ran.result, ran.reply, ran.kinds], fresh="undefined" in ran.result or "Cannot find name" in ran.trouble, count=ran.reply.get("execution_count") == 1)
    finally:
        talk.end()


@probe("status: its kernelspec has a logo, a language, and interrupts by message")
def spec(talk, _):
    found = talk.manager.kernel_spec
    logos = [name for name in os.listdir(found.resource_dir) if name.startswith("logo-")]
    return every(
        found.to_dict(),
        logo="logo-svg.svg" in logos or {"logo-32x32.png", "logo-64x64.png"} <= set(logos),
        language=found.language == "typescript",
        interrupt=found.interrupt_mode == "message",
        name=found.display_name,
    )
