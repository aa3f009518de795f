"""Runs the probes against one kernel, reusing a kernel for as long as it stays well."""

import os
import sys
import time

from .dialect import dialect
from .folder import make_folder, remove_folder, write
from .registry import PROBES, Lacking
from .talk import Talk


class Bench:
    """Starts kernels of one name, all in one folder."""

    def __init__(self, kernel):
        self.kernel, self.dialect = kernel, dialect(kernel)
        self.folder, self.env = make_folder(self.dialect.adapt)
        self.shared = None

    def subfolder(self, name, tsconfig):
        """Another folder, with a configuration of TypeScript's."""
        write(self.folder, f"{name}/tsconfig.json", tsconfig)
        return os.path.join(self.folder, name)

    def start(self, env=None, folder=None, **options):
        """A new kernel, to be ended by whoever asked."""
        return Talk(self.kernel, folder or self.folder, {**self.env, **(env or {})}, dialect=self.dialect).start(**options)

    def talk(self):
        """The kernel that probes share."""
        self.shared = self.shared or self.start()
        return self.shared

    def drop(self):
        """Ends the shared kernel."""
        if self.shared:
            self.shared.end()
        self.shared = None

    def close(self):
        """Ends everything."""
        self.drop()
        remove_folder(self.folder)


def examine(bench, probe):
    """One probe's answer; a kernel that is no longer well afterwards is replaced."""
    start = time.time()
    try:
        ok, seen = probe.ask(bench if probe.own else bench.talk(), bench.dialect)
        if bench.dialect.lag and bench.shared:
            bench.shared.drain(2 * bench.dialect.lag)
    except Lacking as lacking:
        ok, seen = False, f"lacking: {lacking}"
    except Exception as error:  # noqa: BLE001 (whatever a kernel does must not end the suite)
        ok, seen = False, f"{type(error).__name__}: {error}"
    if not ok and bench.shared and not probe.own and not bench.shared.well():
        bench.drop()
    return {"ok": bool(ok), "seen": seen, "seconds": round(time.time() - start, 2)}


def run_probes(kernel, wanted=lambda name: True, say=lambda text: None):
    """All probes that are wanted, in order: name to what was seen."""
    bench, found, group = Bench(kernel), {}, None
    try:
        for probe in PROBES:
            if not wanted(probe.name):
                continue
            if probe.group != group:
                bench.drop()
                group = probe.group
            found[probe.name] = examine(bench, probe)
            say(f"{'ok  ' if found[probe.name]['ok'] else 'FAIL'} {found[probe.name]['seconds']:6.2f} s  {probe.name}")
    finally:
        bench.close()
    return found


def log(text):
    """Progress, for whoever watches."""
    print(text, file=sys.stderr, flush=True)
