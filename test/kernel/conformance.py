"""Jupyter's own conformance suite, with samples for ddx; the pager, which JavaScript kernels have no use for, is left out."""

import unittest

import jupyter_kernel_test as jkt


class DdxTests(jkt.KernelTests):
    kernel_name = "ddx"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('test')"
    completion_samples = [{"text": "Math.fl", "matches": {"floor"}}, {"text": "'abc'.toUp", "matches": {"toUpperCase"}}, {"text": "[1].ma", "matches":{"map"}}]
    complete_code_samples = ["1", "console.log('hi')", "function f(x: number) {\n return x\n}", "/[\"']/", "await 3", "{a: 1}"]
    incomplete_code_samples = ["function f(x) {", "x +", "`abc", "[1,"]
    invalid_code_samples = ["import = 7q", "let x = ]"]
    code_generate_error = "throw new Error('x')"
    code_execute_result = [{"code": "1+2+3", "result": "6"}, {"code": "'a'", "result": "a"}]
    code_display_data = [{"code": "globalThis[Symbol.for('ddx.host')].show({data: {'text/html': '<b>1</b>', 'text/plain': '1'}, metadata: {}})", "mime": "text/html"}]
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.floor"
    code_clear_output = "globalThis[Symbol.for('ddx.host')].clear({wait: false})"


if __name__ == "__main__":
    unittest.main()
