"""Probes any Jupyter kernel for TypeScript.

`python probes.py KERNEL [PATTERN]` prints one JSON object, name to {ok, seen, seconds}; `python probes.py --list` prints all
names, which probes/names.json keeps; `python probes.py --table A.json B.json` prints several kernels' answers as Markdown.
"""

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


def table(files):
    """A row a probe, a column a file, named as the file is; how many are well stands on top."""
    answers = {os.path.basename(file).removesuffix(".json"): json.load(open(file, encoding="utf-8")) for file in files}
    mark = lambda answer: "✓" if (answer or {}).get("ok") else "–"  # noqa: E731
    well = [str(sum(it["ok"] for it in found.values())) for found in answers.values()]
    rows = [[probe.name, *(mark(found.get(probe.name)) for found in answers.values())] for probe in PROBES]
    return "\n".join(f"| {' | '.join(row)} |" for row in [["probe", *answers], ["---"] * (1 + len(answers)), [f"well, of {len(PROBES)}", *well], *rows])


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "--list":
        print(json.dumps([probe.name for probe in PROBES]))
    elif command == "--table":
        print(table(rest))
    else:
        pattern = re.compile(rest[0] if rest else "")
        print(json.dumps(run_probes(command, pattern.search, log), default=str))
