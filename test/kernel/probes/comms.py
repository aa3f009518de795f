"""Probes of comms: what widgets are made of."""

from .registry import every, probe
from .talk import Late


def told(talk, kind, timeout=0.8, since=0):
    """The next message of a kind on iopub, from a place in the log on."""
    return talk.until(lambda: next((it for it in talk.log[since:] if it["msg_type"] == kind and it["channel"] == "iopub"), None), timeout, kind)


def registered(talk, dialect):
    """Registers the echoing target."""
    if not talk.run(dialect.register).ok:
        raise Late("no target could be registered")


def heard(talk):
    """What the target kept, as one text."""
    return talk.run("JSON.stringify(heard.map(([kind, data, buffers]) => [kind, data, buffers.map((b: any) => Array.from(new Uint8Array(b.buffer ?? b, b.byteOffset ?? 0, b.byteLength)))]))").result


@probe("comms: the kernel opens, sends and closes")
def from_kernel(talk, dialect):
    since = len(talk.log)
    opened = talk.run(dialect.open_comm("probe.target", {"a": 1}))
    first = told(talk, "comm_open", since=since)
    talk.run(dialect.send.format(data="{b: 2}", buffers="[]"))
    message = told(talk, "comm_msg", since=since)
    talk.run(dialect.close.format(data="{c: 3}"))
    closed = told(talk, "comm_close", since=since)
    ids = {it["content"]["comm_id"] for it in (first, message, closed)}
    return every(
        [it["content"] for it in (first, message, closed)],
        open=first["content"]["target_name"] == "probe.target" and first["content"]["data"] == {"a": 1},
        parent=first["parent_header"]["msg_id"] == opened.request,
        message=message["content"]["data"] == {"b": 2},
        close=closed["content"]["data"] == {"c": 3},
        one_id=len(ids) == 1,
    )


@probe("comms: binary buffers from the kernel")
def buffers_out(talk, dialect):
    since = len(talk.log)
    talk.run(dialect.open_comm("probe.buffers", {}, "[new Uint8Array([1, 2, 255]), new Float32Array([0.5])]"))
    first = told(talk, "comm_open", since=since)
    talk.run(dialect.send.format(data="{}", buffers="[new Uint8Array([7, 8, 9]).subarray(1)]"))
    message = told(talk, "comm_msg", since=since)
    bodies = [[bytes(it) for it in found["buffers"]] for found in (first, message)]
    return every(bodies, open=bodies[0] == [b"\x01\x02\xff", b"\x00\x00\x00\x3f"], message=bodies[1] == [b"\x08\x09"])


@probe("comms: comm_info lists those that are open, by target")
def info(talk, dialect):
    since = len(talk.log)
    talk.run(dialect.open_comm("probe.info", {}))
    identity = told(talk, "comm_open", since=since)["content"]["comm_id"]
    found = [talk.ask("comm_info_request", content, timeout=1).get("comms") for content in ({}, {"target_name": "probe.info"}, {"target_name": "probe.other"})]
    talk.run(dialect.close.format(data="{}"))
    after = talk.ask("comm_info_request", {}, timeout=1).get("comms")
    return every([found, after], all=found[0].get(identity) == {"target_name": "probe.info"}, chosen=list(found[1]) == [identity], others=found[2] == {}, closed=identity not in after)


def open_echo(talk, identity, buffers=()):
    """Opens a comm to the echoing target from this side."""
    request = talk.send("comm_open", {"comm_id": identity, "target_name": "probe.echo", "data": {"hello": 1}}, buffers=buffers)
    talk.idle(request, timeout=2)
    return request


@probe("comms: the client opens, sends and closes, with buffers both ways")
def from_client(talk, dialect):
    registered(talk, dialect)
    open_echo(talk, "client-comm", [b"\x05\x06"])
    since = len(talk.log)
    request = talk.send("comm_msg", {"comm_id": "client-comm", "data": {"n": 2}}, buffers=[b"\x01\x02\x03", b""])
    echo = told(talk, "comm_msg", since=since)
    talk.idle(talk.send("comm_close", {"comm_id": "client-comm", "data": {"bye": 1}}), timeout=2)
    wanted = '[["open",{"hello":1},[[5,6]]],["message",{"n":2},[[1,2,3],[]]],["close",{"bye":1},[]]]'
    return every(
        [echo["content"], heard(talk)],
        heard=heard(talk).strip("'").replace("\\", "") == wanted,
        echo=echo["content"] == {"comm_id": "client-comm", "data": {"echo": {"n": 2}}},
        buffers=[bytes(it) for it in echo["buffers"]] == [b"\x01\x02\x03", b""],
        parent=echo["parent_header"]["msg_id"] == request,
    )


@probe("comms: what a handler prints belongs to its message, with busy and idle around")
def handler_output(talk, dialect):
    registered(talk, dialect)
    open_echo(talk, "printing-comm")
    request = talk.send("comm_msg", {"comm_id": "printing-comm", "data": {}})
    talk.idle(request, timeout=2)
    kinds = [it["msg_type"] for it in talk.about(request)]
    return every(kinds, around=kinds[:1] == ["status"] and kinds[-1:] == ["status"], printed="stream" in kinds)


@probe("comms: a message is heard while a cell awaits")
def while_awaiting(talk, dialect):
    registered(talk, dialect)
    open_echo(talk, "waiting-comm")
    request = talk.begin("await new Promise((r) => setTimeout(r, 1200))")
    talk.drain(0.1)
    since = len(talk.log)
    talk.send("comm_msg", {"comm_id": "waiting-comm", "data": {}})
    try:
        echo = told(talk, "comm_msg", timeout=0.6, since=since)
    finally:
        talk.finish(request)
    return every(echo["content"], echoed=True)


@probe("comms: a cell that awaits a message hears it")
def cell_hears(talk, dialect):
    registered(talk, dialect)
    open_echo(talk, "cell-comm")
    request = talk.begin("while (!heard.some(([kind, data]) => kind === 'message' && data.done)) await new Promise((r) => setTimeout(r, 10)); 'heard it'")
    talk.drain(0.1)
    talk.send("comm_msg", {"comm_id": "cell-comm", "data": {"done": True}})
    try:
        ran = talk.finish(request, timeout=2)
    except Late:
        talk.manager.interrupt_kernel()
        raise
    return every(ran.result, heard="heard it" in ran.result)


@probe("comms: an open of a target that nobody registered is closed")
def unknown(talk, _):
    since = len(talk.log)
    talk.send("comm_open", {"comm_id": "stray-comm", "target_name": "probe.nobody", "data": {}})
    closed = told(talk, "comm_close", timeout=1, since=since)
    return every(closed["content"], same=closed["content"]["comm_id"] == "stray-comm", lives=talk.run("1").ok)


@probe("comms: a message to a comm that nobody knows harms nothing")
def stray(talk, _):
    request = talk.send("comm_msg", {"comm_id": "no-such-comm", "data": {}})
    talk.drain(0.2)
    noise = [it["content"] for it in talk.about(request, "stream") if it["content"]["name"] == "stdout"]
    return every(noise, quiet=not noise, lives=talk.run("1").ok)


@probe("comms: an error in a handler is shown and harms nothing")
def handler_error(talk, dialect):
    registered(talk, dialect)
    talk.run(dialect.register.replace("probe.echo", "probe.bad").replace('heard.push(["open"', 'throw new Error("handler failed"); heard.push(["open"'))
    request = talk.send("comm_open", {"comm_id": "bad-comm", "target_name": "probe.bad", "data": {}})
    talk.idle(request, timeout=2)
    shown = str([it["content"] for it in talk.about(request) if it["msg_type"] in ("error", "stream")])
    return every(shown, shown="handler failed" in shown, lives=talk.run("1").ok)
