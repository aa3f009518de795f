"""Probes of input_request."""

from .registry import every, probe
from .talk import Late, Talk


def asked(talk, request, timeout=0.8):
    """The next input_request of a cell."""
    return talk.until(lambda: next(iter(talk.about(request, channel="stdin")), None), timeout, "input_request")


def answer(talk, code, value, **flags):
    """Runs a cell that asks once; gives the question and the run."""
    request = talk.begin(code, allow_stdin=True, **flags)
    question = asked(talk, request)
    talk.send("input_reply", {"value": value}, "stdin")
    return question, talk.finish(request, timeout=3)


@probe("stdin: a line of input, with prompt, parent and value")
def line(talk, dialect):
    question, ran = answer(talk, f"console.log('got ' + ({dialect.input('your name? ')}))", "Ada é😀")
    return every(question["content"], prompt=question["content"] == {"prompt": "your name? ", "password": False}, value="got Ada é😀" in ran.text("stdout"))


@probe("stdin: a password is asked for as one")
def password(talk, dialect):
    question, ran = answer(talk, f"console.log('got ' + ({dialect.input('secret? ', password=True)}))", "s3cret")
    return every(question["content"], password=question["content"] == {"prompt": "secret? ", "password": True}, value="got s3cret" in ran.text("stdout"))


@probe("stdin: prompt() gives the line, without await")
def prompt(talk, _):
    question, ran = answer(talk, "const prompted: string | null = prompt('how many?'); console.log('got', prompted)", "7")
    return every(question["content"], prompt="how many?" in question["content"]["prompt"], value="got 7" in ran.text("stdout"))


@probe("stdin: prompt() deep inside a synchronous function")
def prompt_deep(talk, _):
    _, ran = answer(talk, "const three = [1].map(() => prompt('deep?')); console.log(three.join())", "below")
    return every(ran.text(), value="below" in ran.text("stdout"))


@probe("stdin: confirm() is true for y and false for n")
def confirm(talk, _):
    values = [answer(talk, "console.log('is', confirm('sure?'))", text)[1].text("stdout") for text in ("y", "n")]
    return every(values, both=["is true" in values[0], "is false" in values[1]] == [True, True])


@probe("stdin: alert() shows its text and waits")
def alert(talk, _):
    question, ran = answer(talk, "alert('look out'); console.log('after')", "")
    return every(ran.text(), text="look out" in question["content"]["prompt"] + ran.text(), after="after" in ran.text())


@probe("stdin: input of several lines one after the other")
def several(talk, dialect):
    request = talk.begin(f"const one = {dialect.input('1?')}; const two = {dialect.input('2?')}; console.log(one + two)", allow_stdin=True)
    for index, value in enumerate(("a", "b")):
        talk.until(lambda: True if len(talk.about(request, channel="stdin")) > index else None, 0.8, "input_request")  # noqa: B023
        talk.send("input_reply", {"value": value}, "stdin")
    ran = talk.finish(request, timeout=3)
    return every(ran.text(), both="ab" in ran.text("stdout"))


@probe("stdin: allow_stdin false is an error at once, not a wait")
def forbidden(talk, dialect):
    ran = talk.run(f"try {{ {dialect.input('x?')} }} catch (e) {{ console.log('caught', String(e)) }}", allow_stdin=False, timeout=2)
    bare = talk.run(dialect.input("x?"), allow_stdin=False, timeout=2)
    return every([ran.text(), bare.reply], catchable="caught" in ran.text("stdout"), error=bare.reply["status"] == "error", says="stdin" in bare.trouble.lower() or "input" in bare.trouble.lower())


@probe("stdin: prompt() with allow_stdin false does not wait")
def forbidden_prompt(talk, _):
    ran = talk.run("let answered: unknown; try { answered = prompt('x?') } catch (e) { answered = 'caught' } console.log('is', answered)", allow_stdin=False, timeout=2)
    return every(ran.text(), no_wait="is caught" in ran.text() or "is null" in ran.text())


@probe("stdin: waiting for input can be interrupted")
def interrupted(talk, dialect):
    request = talk.begin(dialect.input("wait? "), allow_stdin=True)
    asked(talk, request)
    talk.manager.interrupt_kernel()
    ran = talk.finish(request, timeout=2)
    return every(ran.reply, error=ran.reply["status"] == "error", lives=talk.run("1").ok)


@probe("stdin: waiting in prompt() can be interrupted")
def interrupted_prompt(talk, _):
    request = talk.begin("prompt('wait? ')", allow_stdin=True)
    asked(talk, request)
    talk.manager.interrupt_kernel()
    ran = talk.finish(request, timeout=3)
    return every(ran.reply, error=ran.reply["status"] == "error", lives=talk.run("1").ok)


@probe("stdin: only the client whose cell asks is asked")
def asker(talk, dialect):
    other = Talk(talk.kernel, talk.folder, talk.env, manager=talk.manager).start()
    try:
        other.ask("kernel_info_request", {})
        _, ran = answer(talk, f"console.log('got ' + ({dialect.input('who? ')}))", "me")
        other.drain(0.1)
        stray = [it for it in other.log if it["channel"] == "stdin"]
        return every(len(stray), answered="got me" in ran.text(), only=not stray)
    finally:
        other.end()


@probe("stdin: a late answer to an abandoned question is not taken for the next one's")
def stale(talk, dialect):
    request = talk.begin(dialect.input("old? "), allow_stdin=True)
    asked(talk, request)
    talk.manager.interrupt_kernel()
    talk.finish(request, timeout=2)
    talk.send("input_reply", {"value": "stale"}, "stdin")
    talk.drain(0.2)
    try:
        _, ran = answer(talk, f"console.log('got ' + ({dialect.input('new? ')}))", "fresh")
    except Late as late:
        return False, str(late)
    return every(ran.text(), fresh="got fresh" in ran.text("stdout"))
