"""The list of all probes, and how a probe says what it saw."""

from dataclasses import dataclass
from typing import Any, Callable

PROBES: "list[Probe]" = []


@dataclass
class Probe:
    """A question that a kernel answers by being run."""

    name: str
    ask: Callable[..., "tuple[bool, Any]"]
    #: Starts its own kernels: it is given the Bench rather than a running kernel.
    own: bool

    @property
    def group(self) -> str:
        """What stands before the colon: probes of one group share a kernel."""
        return self.name.split(":")[0]


class Lacking(Exception):
    """The kernel offers no way to do what the probe is about."""


def probe(name: str, own: bool = False) -> Callable:
    """Registers a function as a probe; it gives whether all is well, and what was seen."""

    def register(ask: Callable) -> Callable:
        PROBES.append(Probe(name, ask, own))
        return ask

    return register


def every(seen: Any = None, **conditions: Any) -> "tuple[bool, Any]":
    """All conditions hold; else which do not, beside what was seen."""
    missed = [name.replace("_", " ") for name, holds in conditions.items() if not holds]
    return not missed, {"missed": missed, "seen": seen} if missed else seen


def cases(found: "dict[str, Any]", wanted: "dict[str, Any]") -> "tuple[bool, Any]":
    """Everything was found as wanted; else what was not."""
    wrong = {key: found.get(key) for key, value in wanted.items() if found.get(key) != value}
    return not wrong, wrong or "all"
