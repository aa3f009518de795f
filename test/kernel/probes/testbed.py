"""The 27 probes of the public kernel test bed, made anew and stricter: truth, where it asks for presence."""

import time

from . import comms, status, stdin, transport
from .registry import every, probe
from .talk import Late


def ported(name, own=False):
    """Registers a probe of the test bed."""
    return probe(f"testbed: {name}", own)


ported("heartbeat_echo")(transport.heart)
ported("iopub_welcome", own=True)(status.welcome)
ported("shutdown_reply", own=True)(status.ends)
ported("stdin_input_request")(stdin.line)
ported("comms_lifecycle")(comms.from_client)


@ported("kernel_info_shell")
def info_shell(talk, _):
    found = talk.ask("kernel_info_request", {}, timeout=1)
    return every(found, ok=found.get("status") == "ok" and found.get("implementation"), language=found.get("language_info", {}).get("name") == "typescript")


@ported("kernel_info_control")
def info_control(talk, _):
    found = talk.ask("kernel_info_request", {}, "control", timeout=1)
    return every(found, same=found == talk.ask("kernel_info_request", {}, timeout=1))


@ported("kernel_info_protocol_version")
def info_version(talk, _):
    found = talk.ask("kernel_info_request", {}, timeout=1)
    header = talk.log[-1]["header"]["version"]
    return every([found.get("protocol_version"), header], five=found.get("protocol_version", "").startswith("5."), header=header == found.get("protocol_version"))


@ported("execute_stdout")
def stdout(talk, _):
    ran = talk.run("console.log('hello, world')")
    return every(ran.of("stream"), exact=ran.of("stream") == [{"name": "stdout", "text": "hello, world\n"}])


@ported("execute_stderr")
def stderr(talk, _):
    ran = talk.run("console.error('trouble')")
    return every(ran.of("stream"), exact=ran.of("stream") == [{"name": "stderr", "text": "trouble\n"}])


@ported("execute_reply_ok")
def reply_ok(talk, _):
    reply = talk.run("1 + 1").reply
    return every(reply, ok=reply.get("status") == "ok", count=isinstance(reply.get("execution_count"), int), fields="user_expressions" in reply)


@ported("status_busy_idle_order")
def busy_idle(talk, _):
    ran = talk.run("console.log('a'); 2")
    kinds = [it["content"].get("execution_state", it["msg_type"]) for it in talk.about(ran.request)]
    return every(kinds, exact=kinds == ["busy", "execute_input", "stream", "execute_result", "idle"])


@ported("execute_input_echo")
def echoed(talk, _):
    ran = talk.run("/* echo */ 2")
    return every(ran.of("execute_input"), exact=ran.of("execute_input") == [{"code": "/* echo */ 2", "execution_count": ran.reply["execution_count"]}])


@ported("complete_request")
def complete(talk, _):
    talk.run("const testVariable123 = 1")
    found = talk.ask("complete_request", {"code": "testVari", "cursor_pos": 8}, timeout=2)
    return every(found, exact=found.get("matches") == ["testVariable123"], range=(found.get("cursor_start"), found.get("cursor_end")) == (0, 8))


@ported("inspect_request")
def inspect(talk, _):
    found = talk.ask("inspect_request", {"code": "console.log", "cursor_pos": 9, "detail_level": 0}, timeout=2)
    return every(found, found=found.get("found") is True, says="log" in str(found.get("data", {}).get("text/plain")))


@ported("is_complete_true")
def is_complete(talk, _):
    found = talk.ask("is_complete_request", {"code": "const a = 1"}, timeout=1)
    return every(found, complete=found.get("status") == "complete")


@ported("is_complete_false")
def is_incomplete(talk, _):
    found = talk.ask("is_complete_request", {"code": "function f() {"}, timeout=1)
    return every(found, incomplete=found.get("status") == "incomplete", indent=isinstance(found.get("indent"), str))


@ported("history_request")
def history(talk, _):
    talk.run("/* in the history */ 1")
    found = talk.ask("history_request", {"hist_access_type": "tail", "n": 1, "output": False, "raw": True}, timeout=1)
    return every(found, entry=[it[2] for it in found.get("history", [])] == ["/* in the history */ 1"])


@ported("comm_info_request")
def comm_info(talk, _):
    found = talk.reply(talk.send("comm_info_request", {}), timeout=1)
    return every(found["content"], kind=found["msg_type"] == "comm_info_reply", comms=isinstance(found["content"].get("comms"), dict) and found["content"].get("status") == "ok")


@ported("error_handling")
def errors(talk, _):
    rans = [talk.run(code) for code in ("throw new TypeError('wrong')", "let ] = 1")]
    seen = [[ran.reply.get("ename"), len(ran.of("error"))] for ran in rans]
    return every(seen, both=seen == [["TypeError", 1], ["SyntaxError", 1]])


@ported("display_data")
def display(talk, dialect):
    ran = talk.run(dialect.show({"text/html": "<b>test</b>", "text/plain": "test"}))
    shown = ran.of("display_data")
    return every(shown, exact=len(shown) == 1 and shown[0]["data"] == {"text/html": "<b>test</b>", "text/plain": "test"} and shown[0].get("metadata") == {})


@ported("update_display_data")
def update(talk, dialect):
    ran = talk.run(dialect.update({"text/html": "initial"}, {"text/html": "updated"}))
    shown = ran.of("update_display_data")
    return every(shown, exact=len(shown) == 1 and shown[0]["data"].get("text/html") == "updated" and shown[0].get("transient", {}).get("display_id"))


@ported("execute_result")
def result(talk, _):
    ran = talk.run("6 * 7")
    return every(ran.of("execute_result"), exact=[it["data"].get("text/plain") for it in ran.of("execute_result")] == ["42"])


@ported("rich_execute_result")
def rich(talk, _):
    ran = talk.run("({[Symbol.for('Jupyter.display')]: () => ({'text/html': '<b>rich</b>', 'text/plain': 'rich'})})")
    return every(ran.of("execute_result"), exact=[it["data"] for it in ran.of("execute_result")] == [{"text/html": "<b>rich</b>", "text/plain": "rich"}])


@ported("interrupt_request")
def interrupt(talk, _):
    talk.run("var before = 'kept'")
    request = talk.begin("for (;;) {}")
    talk.drain(0.2)
    start = time.time()
    reply = talk.ask("interrupt_request", {}, "control", timeout=1)
    ran = talk.finish(request, timeout=2)
    return every([reply, ran.reply.get("ename")], replied=reply.get("status") == "ok", stopped=ran.reply["status"] == "error" and time.time() - start < 0.5, kept="kept" in talk.run("before").result)


@ported("execution_count_increments")
def count(talk, _):
    counts = [talk.run("1").reply["execution_count"] for _ in range(3)]
    return every(counts, by_one=counts == list(range(counts[0], counts[0] + 3)))


@ported("parent_header_correlation")
def parent(talk, _):
    sent = [talk.begin(f"console.log('cell {i}')") for i in range(3)]
    texts = [talk.finish(it).text("stdout") for it in sent]
    if not talk.log:
        raise Late("nothing came")
    return every(texts, own=texts == [f"cell {i}\n" for i in range(3)])
