"""Probes of sockets and signatures."""

import time

import psutil
import zmq
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

from .registry import every, probe
from .talk import Late, Talk


def stranger(talk, key):
    """Whether a client with another key is answered."""
    client = BlockingKernelClient()
    client.load_connection_info(dict(talk.manager.get_connection_info(), key=key))
    client.start_channels()
    try:
        client.execute("var forged = 1")
        return bool(client.shell_channel.socket.poll(400))
    finally:
        client.stop_channels()


@probe("transport: a message with a wrong signature is dropped")
def forged(talk, _):
    talk.run("var forged = 0")
    answered = stranger(talk, b"another key")
    return every(None, dropped=not answered, not_run="0" in talk.run("forged").result)


@probe("transport: a message without a signature is dropped")
def unsigned(talk, _):
    talk.run("var forged = 0")
    answered = stranger(talk, b"")
    return every(None, dropped=not answered, not_run="0" in talk.run("forged").result)


@probe("transport: what is no message at all is dropped")
def garbage(talk, _):
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.connect(f"tcp://127.0.0.1:{talk.manager.get_connection_info()['shell_port']}")
    for frames in ([b""], [b"<IDS|MSG>"], [b"x"] * 12, [b"<IDS|MSG>", b"00", b"{", b"{}", b"{}", b"{}"]):
        socket.send_multipart(frames)
    time.sleep(0.1)
    socket.close(200)
    return every(None, lives=talk.run("1").ok)


@probe("transport: it listens on the loopback only")
def loopback(talk, _):
    root = psutil.Process(talk.manager.provisioner.pid)
    tree = [root, *root.children(recursive=True)]
    found = sorted({it.laddr.ip for process in tree for it in process.net_connections("tcp") if it.status == psutil.CONN_LISTEN})
    return every(found, only=found == ["127.0.0.1"])


def beat(talk):
    """Seconds until the heart beats."""
    socket = zmq.Context.instance().socket(zmq.REQ)
    try:
        socket.connect(f"tcp://127.0.0.1:{talk.manager.get_connection_info()['hb_port']}")
        start = time.time()
        socket.send(b"ping")
        if not socket.poll(1000) or socket.recv() != b"ping":
            raise Late("no heartbeat within 1 s")
        return time.time() - start
    finally:
        socket.close(0)


@probe("transport: the heart beats")
def heart(talk, _):
    return every(f"{beat(talk):.3f} s", quick=True)


@probe("transport: the heart beats while a loop runs")
def heart_busy(talk, _):
    request = talk.begin("{ const until = Date.now() + 1500; while (Date.now() < until) {} }")
    talk.drain(0.2)
    seconds = beat(talk)
    talk.finish(request)
    return every(f"{seconds:.3f} s", quick=seconds < 0.3)


@probe("transport: all identities before the delimiter come back")
def routing(talk, _):
    session, socket = talk.client.session, zmq.Context.instance().socket(zmq.DEALER)
    try:
        socket.connect(f"tcp://127.0.0.1:{talk.manager.get_connection_info()['shell_port']}")
        session.send(socket, session.msg("kernel_info_request", {}), ident=[b"router-one", b"router-two"])
        if not socket.poll(1500):
            raise Late("no reply")
        frames = socket.recv_multipart()
        return every(frames[:2], same=frames[:3] == [b"router-one", b"router-two", b"<IDS|MSG>"])
    finally:
        socket.close(0)


@probe("transport: two clients: both see, only the asker is answered")
def two(talk, _):
    other = Talk(talk.kernel, talk.folder, talk.env, manager=talk.manager).start()
    try:
        request = talk.begin("'for both'")
        talk.finish(request)
        other.idle(request, timeout=1)
        return every(None, both_see=other.about(request, "execute_result") or other.about(request, "stream"), not_answered=not other.about(request, channel="shell"))
    finally:
        other.end()


@probe("transport: replies carry the asker's header as parent, and a valid header of their own")
def headers(talk, _):
    request = talk.begin("1")
    talk.finish(request)
    reply = talk.reply(request)
    wanted = {"msg_id", "session", "username", "date", "msg_type", "version"}
    own = [it["header"] for it in [reply, *talk.about(request)]]
    return every(reply["header"], parent=reply["parent_header"]["msg_type"] == "execute_request", own=all(wanted <= set(it) for it in own), distinct=len({it["msg_id"] for it in own}) == len(own), one_session=len({it["session"] for it in own}) == 1)


@probe("transport: CURVE encryption where the client asks for it", own=True)
def curve(bench, _):
    manager = KernelManager(kernel_name=bench.kernel, transport_encryption="required")
    talk = Talk(bench.kernel, bench.folder, bench.env, manager=manager)
    talk.owns = True
    try:
        talk.start(timeout=6)
    except RuntimeError as error:
        return False, str(error)[:160]
    try:
        return every(None, encrypted=bool(manager.curve_publickey), runs=talk.run("1 + 1").ok)
    finally:
        talk.end()
