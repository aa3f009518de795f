"""Probes of printed output."""

import time

from .registry import every, probe


@probe("streams: standard output and error keep their order")
def order(talk, _):
    ran = talk.run("for (let i = 0; i < 5; i++) { console.log('out', i); console.error('err', i) }")
    seen = [(it["name"], line) for it in ran.of("stream") for line in it["text"].splitlines()]
    wanted = [pair for i in range(5) for pair in (("stdout", f"out {i}"), ("stderr", f"err {i}"))]
    return every(seen, order=seen == wanted)


@probe("streams: 200 lines and the value all come before idle")
def before_idle(talk, _):
    request = talk.begin("for (let i = 0; i < 200; i++) console.log(i);\n'value'")
    talk.idle(request)
    kinds = [it["msg_type"] for it in talk.before_idle(request)]
    text = "".join(it["content"]["text"] for it in talk.before_idle(request, "stream"))
    last = text.replace("value\n", "")
    return every(f"{len(text.splitlines())} lines", lines=last == "".join(f"{i}\n" for i in range(200)), value="value" in text or "execute_result" in kinds)


@probe("streams: parts of lines, carriage returns and bytes in the middle of a letter")
def parts(talk, _):
    ran = talk.run("import process from 'node:process'; process.stdout.write('a'); process.stdout.write('b\\r'); const e = new TextEncoder().encode('é😀'); for (const byte of e) process.stdout.write(Uint8Array.of(byte)); void process.stdout.write('\\n')")
    return every(ran.text("stdout"), text=ran.text("stdout") == "ab\ré😀\n")


@probe("streams: a child process that inherits them is heard")
def child(talk, _):
    ran = talk.run("import {execSync} from 'node:child_process'; execSync('echo from-child; echo bad-child >&2', {stdio: 'inherit'})")
    talk.drain(0.2)
    return every(ran.text(), out="from-child" in ran.text("stdout"), err="bad-child" in ran.text("stderr"))


@probe("streams: a child process's output comes before idle")
def child_before_idle(talk, _):
    request = talk.begin("import {execSync as run} from 'node:child_process'; run('seq 1000', {stdio: 'inherit'}); console.log('after')")
    talk.idle(request)
    lines = "".join(it["content"]["text"] for it in talk.before_idle(request, "stream")).split()
    return every(f"{len(lines)} lines, last {lines[-1:]}", all=len(lines) == 1001, order=lines[-1:] == ["after"])


@probe("streams: writes to file descriptors 1 and 2 are heard")
def descriptors(talk, _):
    ran = talk.run("import {writeSync} from 'node:fs'; writeSync(1, 'raw out\\n'); writeSync(2, 'raw err\\n')")
    talk.drain(0.2)
    return every(ran.text(), out="raw out" in ran.text("stdout"), err="raw err" in ran.text("stderr"))


@probe("streams: what is printed is seen while a loop goes on")
def prompt(talk, _):
    start = time.time()
    request = talk.begin("console.log('now'); { const until = Date.now() + 1200; while (Date.now() < until) {} }")
    talk.until(lambda: next(iter(talk.about(request, "stream")), None), 3, "output")
    seconds = talk.about(request, "stream")[0]["at"] - start
    talk.idle(request)
    return every(f"{seconds:.2f} s", prompt=seconds < 0.5)


@probe("streams: the console's other methods print as Node's do")
def console(talk, _):
    ran = talk.run("console.table([{a: 1}]); console.group('g'); console.log('in'); console.groupEnd(); console.dir({x: 1}); console.log('%s is %d', 'n', 5); console.assert(false, 'asserted'); console.count()")
    text = ran.text("stdout")
    return every(ran.text(), table="(index)" in text or "idx" in text, group="\n  in\n" in text, dir="x: 1" in text, format="n is 5" in text, asserted="asserted" in ran.text(), count="default: 1" in text)


@probe("streams: process warnings are shown")
def warnings(talk, _):
    ran = talk.run("process.emitWarning('take care'); await new Promise((r) => setTimeout(r, 50))")
    return every(ran.text(), shown="take care" in ran.text("stderr"))


@probe("streams: a worker thread's output is heard")
def worker(talk, _):
    ran = talk.run("import {Worker} from 'node:worker_threads'; { const worker = new Worker(\"console.log('from a worker')\", {eval: true}); await new Promise((done) => worker.on('exit', done)); await new Promise((done) => setTimeout(done, 50)) }")
    talk.drain(0.2)
    return every(ran.text(), heard="from a worker" in ran.text("stdout"))
