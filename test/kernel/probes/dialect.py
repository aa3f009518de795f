"""What each kernel calls the few things that the protocol leaves to it: display, clear, input, comms, pages."""

import json
import re

from .registry import Lacking

BUNDLE = '{{[Symbol.for("Jupyter.display")]: () => ({data})}}'


class Ddx:
    """ddx's globals, and what it puts at `Symbol.for("ddx.host")` where no global is promised."""

    library = 'import {diagnose} from "ddx"; console.log(typeof diagnose)'
    #: Seconds for which outputs still come after idle.
    lag = 0.0
    host = 'globalThis[Symbol.for("ddx.host")]'

    def adapt(self, code):
        """A cell as this kernel wants it written."""
        return code

    def show(self, data):
        """Shows a bundle."""
        return f"await display({BUNDLE.format(data=json.dumps(data))});"

    def update(self, first, second):
        """Shows a bundle and replaces it in place."""
        bundles = [BUNDLE.format(data=json.dumps(data)) for data in (first, second)]
        return f"{{ const handle = await display({bundles[0]}); await handle.update({bundles[1]}) }}"

    def updates(self, count):
        """Replaces what is shown so many times by the numbers from 0."""
        return f"{{ const handle = await display('start'); for (let i = 0; i < {count}; i++) await handle.update('update ' + i) }}"

    def clear(self, wait):
        """Takes away what is shown."""
        return f"clearOutput({{wait: {str(wait).lower()}}});"

    def input(self, prompt, password=False):
        """An expression that waits for a line of input."""
        return f"await input({json.dumps(prompt)}{', {password: true}' if password else ''})"

    def page(self, text):
        """Shows text in the pager."""
        return f"{self.host}.page({json.dumps(text)});"

    def set_next_input(self, text):
        """Writes the next cell."""
        return f"{self.host}.setNextInput({json.dumps(text)});"

    def open_comm(self, target, data, buffers="[]"):
        """A statement that leaves an open comm in `comm`."""
        return f"var comm = {self.host}.openComm({json.dumps(target)}, {{data: {json.dumps(data)}, buffers: {buffers}}});"

    send = "comm.send({data}, {{buffers: {buffers}}});"
    close = "comm.close({data});"
    #: Registers a target: it keeps what it is told in `heard` and echoes messages.
    register = (
        "var heard: any[] = [];"
        + host
        + """.registerComm("probe.echo", (comm: any, opened: any, {buffers}: any) => {
  heard.push(["open", opened, buffers]);
  comm.onMessage((data: any, {buffers}: any) => { heard.push(["message", data, buffers]); console.log("heard"); comm.send({echo: data}, {buffers}) });
  comm.onClose((data: any) => heard.push(["close", data, []]));
});"""
    )


class Deno(Ddx):
    """Deno's `Deno.jupyter`."""

    library = "console.log(typeof Deno.jupyter.display)"
    lag = 0.15

    def show(self, data):
        return f"await Deno.jupyter.display({json.dumps(data)}, {{raw: true}});"

    def update(self, first, second):
        one, two = json.dumps(first), json.dumps(second)
        return f"await Deno.jupyter.display({one}, {{raw: true, display_id: 'p'}}); await Deno.jupyter.display({two}, {{raw: true, display_id: 'p', update: true}});"

    def updates(self, count):
        show = "await Deno.jupyter.display({'text/plain': %s}, {raw: true, display_id: 'q'%s});"
        return f"{show % (repr('start'), '')} for (let i = 0; i < {count}; i++) {show % (repr('update ') + ' + i', ', update: true')}"

    def clear(self, wait):
        return f"await Deno.jupyter.broadcast('clear_output', {{wait: {str(wait).lower()}}});"

    def input(self, prompt, password=False):
        if password:
            raise Lacking("no input of passwords")
        return f"prompt({json.dumps(prompt)})"

    def page(self, text):
        raise Lacking("no pager")

    set_next_input = page

    def open_comm(self, target, data, buffers="[]"):
        content = f"{{comm_id: 'probe-comm', target_name: {json.dumps(target)}, data: {json.dumps(data)}}}"
        return f"await Deno.jupyter.broadcast('comm_open', {content}, {{buffers: {buffers}}});"

    send = "await Deno.jupyter.broadcast('comm_msg', {{comm_id: 'probe-comm', data: {data}}}, {{buffers: {buffers}}});"
    close = "await Deno.jupyter.broadcast('comm_close', {{comm_id: 'probe-comm', data: {data}}});"
    register = "throw new Error('no way to register a target')"


class Tslab(Deno):
    """tslab's `display` and `newDisplay`."""

    library = 'import * as tslab from "tslab"; console.log(typeof tslab.display.html)'
    lag = 0.0

    def adapt(self, code):
        return re.sub(r"('\./\w+)\.ts'", r"\1'", code)

    def show(self, data):
        kind = next(iter(data))
        return f"require('tslab').display.raw({json.dumps(kind)}, {json.dumps(data[kind])});"

    def update(self, first, second):
        kind = next(iter(first))
        one, two = json.dumps(first[kind]), json.dumps(second[kind])
        return f"{{ const d = require('tslab').newDisplay(); d.raw({json.dumps(kind)}, {one}); d.raw({json.dumps(kind)}, {two}) }}"

    def updates(self, count):
        return f"{{ const d = require('tslab').newDisplay(); d.text('start'); for (let i = 0; i < {count}; i++) d.text('update ' + i) }}"

    def clear(self, wait):
        raise Lacking("no way to clear")

    def input(self, prompt, password=False):
        raise Lacking("no input")

    def open_comm(self, target, data, buffers="[]"):
        raise Lacking("no comms")

    register = "throw new Error('no way to register a target')"


def dialect(kernel):
    """The dialect of a kernel; ddx's for one that nobody knows."""
    return {"deno": Deno, "tslab": Tslab}.get(kernel, Ddx)()
