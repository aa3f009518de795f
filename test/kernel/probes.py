"""Probes any Jupyter kernel for TypeScript: `python probes.py KERNEL [PATTERN]` prints one JSON object, name to {ok, seen, seconds}."""

import importlib
import json
import os
import pkgutil
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
probes = importlib.import_module("probes")
for module in sorted(pkgutil.iter_modules(probes.__path__), key=lambda it: it.name):
    importlib.import_module(f"probes.{module.name}")

from probes.bench import log, run_probes  # noqa: E402
from probes.registry import PROBES  # noqa: E402

if __name__ == "__main__":
    if sys.argv[1] == "--list":
        print(json.dumps([probe.name for probe in PROBES]))
    else:
        pattern = re.compile(sys.argv[2] if len(sys.argv) > 2 else "")
        print(json.dumps(run_probes(sys.argv[1], pattern.search, log), default=str))
