"""Probes of subshells (JEP 91)."""

import time

from .registry import every, probe
from .talk import Late


def make(talk):
    """Makes a subshell; gives its id."""
    reply = talk.ask("create_subshell_request", {}, "control", timeout=1)
    if reply.get("status") != "ok" or not reply.get("subshell_id"):
        raise Late(f"no subshell: {reply}")
    return reply["subshell_id"]


def known(talk):
    """The ids of all subshells."""
    return talk.ask("list_subshell_request", {}, "control", timeout=1)["subshell_id"]


def delete(talk, identity):
    """Deletes a subshell; gives the reply."""
    return talk.ask("delete_subshell_request", {"subshell_id": identity}, "control", timeout=1)


@probe("subshells: kernel_info says that there are some")
def feature(talk, _):
    found = talk.ask("kernel_info_request", {}, timeout=1).get("supported_features")
    return every(found, says="kernel subshells" in (found or []))


@probe("subshells: create, list and delete")
def life(talk, _):
    one, two = make(talk), make(talk)
    listed = known(talk)
    gone = delete(talk, one)
    after = known(talk)
    delete(talk, two)
    return every([listed, gone, after], two=one != two and {one, two} <= set(listed), deleted=gone.get("status") == "ok", listed=one not in after and two in after)


@probe("subshells: delete of one that is not there is an error")
def missing(talk, _):
    reply = delete(talk, "no-such-subshell")
    return every(reply, error=reply.get("status") == "error")


@probe("subshells: a request to one that is not there is an error, not a wait")
def unknown(talk, _):
    reply = talk.reply(talk.begin("1", header={"subshell_id": "no-such-subshell"}), timeout=1)["content"]
    return every(reply, error=reply["status"] == "error")


@probe("subshells: a short cell is answered while the main shell awaits")
def meanwhile(talk, _):
    identity = make(talk)
    talk.run("var sharedProbe = 5")
    main = talk.begin("await new Promise((r) => setTimeout(r, 1500)); console.log('main')")
    talk.drain(0.1)
    start = time.time()
    side = talk.finish(talk.begin("console.log('side'); sharedProbe + 1", header={"subshell_id": identity}), timeout=1)
    seconds = time.time() - start
    unfinished = not talk.about(main, channel="shell")
    ran = talk.finish(main, timeout=3)
    delete(talk, identity)
    return every(
        f"{seconds:.2f} s",
        before_main=unfinished,
        shares="6" in str(talk.about(side.request, "execute_result")),
        own_output=side.text("stdout") == "side\n" and ran.text("stdout") == "main\n",
        own_parent=talk.reply(side.request)["parent_header"].get("subshell_id") == identity,
    )


@probe("subshells: cells of one subshell run in order, those of two at once")
def order(talk, _):
    one, two = make(talk), make(talk)
    talk.run("var trail: string[] = []")
    cell = "trail.push('{0} in'); await new Promise((r) => setTimeout(r, 200)); trail.push('{0} out')"
    sent = [talk.begin(cell.format(name), header={"subshell_id": identity}) for name, identity in (("a", one), ("b", one), ("c", two))]
    for it in sent:
        talk.finish(it, timeout=2)
    trail = talk.run("trail.join()").result.strip("'")
    delete(talk, one), delete(talk, two)
    return every(trail, order=trail.index("a out") < trail.index("b in"), at_once=trail.index("c in") < trail.index("a out"))


@probe("subshells: an error in one does not abort another's queue")
def errors(talk, _):
    identity = make(talk)
    main = [talk.begin("await new Promise((r) => setTimeout(r, 300))"), talk.begin("'behind'")]
    side = talk.reply(talk.begin("throw new Error('side')", header={"subshell_id": identity}), timeout=1)["content"]["status"]
    statuses = [talk.finish(it, timeout=2).reply["status"] for it in main]
    delete(talk, identity)
    return every([side, statuses], side=side == "error", main=statuses == ["ok", "ok"])
