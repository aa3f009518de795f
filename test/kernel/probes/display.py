"""Probes of display: what is shown, replaced and taken away."""

from .registry import every, probe


@probe("display: display of HTML")
def html(talk, dialect):
    ran = talk.run(dialect.show({"text/html": "<b>shown</b>"}))
    shown = [it["data"].get("text/html") for it in ran.of("display_data")]
    return every(shown, html=shown == ["<b>shown</b>"])


@probe("display: display of several types at once")
def bundle(talk, dialect):
    data = {"text/html": "<b>x</b>", "text/plain": "x", "image/png": "AAAA", "application/json": {"a": [1]}}
    ran = talk.run(dialect.show(data))
    shown = [it["data"] for it in ran.of("display_data")]
    return every(shown, same=shown == [data])


@probe("display: update_display_data in place")
def update(talk, dialect):
    ran = talk.run(dialect.update({"text/html": "<b>a</b>"}, {"text/html": "<b>b</b>"}))
    first, second = (ran.of("display_data") or [{}])[-1], (ran.of("update_display_data") or [{}])[-1]
    identity = first.get("transient", {}).get("display_id")
    return every([first, second], shown=first.get("data", {}).get("text/html") == "<b>a</b>", updated=second.get("data", {}).get("text/html") == "<b>b</b>", same_id=identity and second.get("transient", {}).get("display_id") == identity)


@probe("display: clear_output at once and with wait")
def clear(talk, dialect):
    waits = [[it.get("wait") for it in talk.run(dialect.clear(wait)).of("clear_output")] for wait in (False, True)]
    return every(waits, both=waits == [[False], [True]])


@probe("display: displays, prints and clears keep their order")
def order(talk, dialect):
    ran = talk.run(f"console.log('1'); {dialect.show({'text/html': '2'})} console.log('3'); {dialect.clear(True)} console.log('4')")
    kinds = [it for it in ran.kinds if it != "execute_input"]
    return every(kinds, order=kinds == ["stream", "display_data", "stream", "clear_output", "stream"])


@probe("display: showing something leaves no value of its own below it")
def no_value(talk, dialect):
    ran = talk.run(dialect.show({"text/html": "<b>x</b>"}).rstrip(";"))
    kinds = [it for it in ran.kinds if it != "execute_input"]
    return every(kinds, only=kinds == ["display_data"])


#: What libraries make, and the type that it must be shown as.
VALUES = {
    "a chart that builds a Vega-Lite specification": ("({toSpec: () => ({$schema: 'https://vega.github.io/schema/vega-lite/v5.json', data: {values: [{a: 1}]}, mark: 'point'})})", "application/vnd.vegalite.v5+json"),
    "the bytes of a PNG": ("Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0))", "image/png"),
    "a canvas, which has toDataURL": ("({toDataURL: () => 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='})", "image/png"),
    "an element, which has outerHTML": ("({outerHTML: '<b>element</b>'})", "text/html"),
}
for name, (code, kind) in VALUES.items():

    def register(name=name, code=code, kind=kind):
        """Binds this turn's values."""

        @probe(f"display: the value of a cell: {name}")
        def value(talk, _):
            data = [it["data"] for it in talk.run(code).of("execute_result")]
            return every([list(it) for it in data], shown=data and kind in data[0])

    register()
