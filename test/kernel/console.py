"""Types into `jupyter console` as a person would; prints one JSON object, step to whether its answer came."""

import json
import os
import re
import sys
import time

import pexpect

#: What is typed (`^C` and the like are single keys) and what must be seen after it.
STEPS = {
    "value": ("const x = 20 + 1; x * 2\r", r"42"),
    "print": ("console.log('hi' + ' there')\r", r"hi there"),
    "error": ("throw new Error('bad' + ' thing')\r", r"bad thing[^\0]*cell 3, line 1"),
    "continued": ("function f() {\rreturn 5\r}\r\r", r"In "),
    "called": ("f() + 100\r", r"105"),
    "completed": ("[1].flatM\t~\r", r"Function: flatMap"),
    "stopped": ("while (true) {}\r~\x03", r"nterrupt[^\0]*In "),
    "kept": ("x + 1000\r", r"1021"),
    "asked": ("await input('who' + '? ')\r~Ada\r", r"who\? [^\0]*Ada[^\0]*Out"),
    "left": ("\x04~y\r", pexpect.EOF),
}


def play():
    """Plays all steps; one that fails is left by Ctrl-C, so that the next can be tried."""
    env = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "NO_COLOR": "1"}
    console = pexpect.spawn(sys.executable, ["-m", "jupyter_console", "--kernel", sys.argv[1]], encoding="utf-8", timeout=30, env=env, dimensions=(40, 160))
    console.expect(r"In ")
    console.timeout, seen = 6, {}
    for name, (keys, wanted) in STEPS.items():
        time.sleep(0.3)
        console.expect([r"[^\0]*", pexpect.TIMEOUT], timeout=0.1)
        for part in re.split(r"(?<=[\r~])", keys):
            console.send(part.replace("~", ""))
            time.sleep(0.5 if part.endswith("~") else 0.15)
        seen[name] = console.expect([wanted, pexpect.TIMEOUT]) == 0 or (console.before or "")[-600:]
        if seen[name] is not True:
            console.send("\x03\x03")
    console.close(force=True)
    return seen


if __name__ == "__main__":
    print(json.dumps(play()))
