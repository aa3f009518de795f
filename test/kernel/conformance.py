"""Jupyter's own conformance suite with every attribute set, so that none of its tests is skipped."""

import signal
import unittest

import jupyter_kernel_test as jkt

HOST = "globalThis[Symbol.for('ddx.host')]"
SHOWN = "({[Symbol.for('Jupyter.display')]: () => ({'text/html': '<b>1</b>', 'text/plain': '1', 'image/svg+xml': '<svg/>'})})"


class DdxTests(jkt.KernelTests):
    kernel_name = "ddx"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('test')"
    completion_samples = [
        {"text": "Math.fl", "matches": {"floor"}},
        {"text": "'abc'.toUp", "matches": {"toUpperCase"}},
        {"text": "[1].fla", "matches": {"flat", "flatMap"}},
        {"text": "JSON.stri", "matches": {"stringify"}},
        {"text": "zzz.zzz", "matches": set()},
    ]
    complete_code_samples = ["1", "console.log('hi')", "function f(x: number) {\n return x\n}", "/[\"']/", "await 3", "{a: 1}", "`a ${'}'}`", "// (", ""]
    incomplete_code_samples = ["function f(x) {", "x +", "`abc", "[1,", "if (x)", "/* c", "foo("]
    invalid_code_samples = ["import = 7q", "let x = ]", "}", "const const = 1"]
    code_page_something = f"{HOST}.page('something long')"
    code_generate_error = "throw new Error('x')"
    code_execute_result = [
        {"code": "1+2+3", "result": "6"},
        {"code": "'a'", "result": "a"},
        {"code": "[1, [2]]", "result": "[1, [2]]"},
        {"code": SHOWN, "mime": "text/html", "result": "<b>1</b>"},
    ]
    code_display_data = [
        {"code": f"await display({SHOWN})", "mime": mime} for mime in ("text/html", "text/plain", "image/svg+xml")
    ]
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.floor"
    code_clear_output = "clearOutput({wait: false})"


class DdxWelcomeTests(jkt.IopubWelcomeTests):
    kernel_name = "ddx"
    support_iopub_welcome = True

    def setUp(self):
        # It waits for ever where nothing comes.
        signal.signal(signal.SIGALRM, lambda *_: self.fail("no message on iopub within 5 s"))
        signal.alarm(5)

    def tearDown(self):
        signal.alarm(0)


class Complete(unittest.TestCase):
    """Nothing is left unset: a test of Jupyter's without its sample would pass for skipped."""

    def test_every_attribute_is_set(self):
        unset = [
            f"{suite.__name__}.{name}"
            for suite, ours in ((jkt.KernelTests, DdxTests), (jkt.IopubWelcomeTests, DdxWelcomeTests))
            for name, default in vars(suite).items()
            if isinstance(default, (str, list, tuple, bool)) and not name.startswith("_") and not getattr(ours, name)
        ]
        self.assertEqual(unset, [])


if __name__ == "__main__":
    unittest.main()
