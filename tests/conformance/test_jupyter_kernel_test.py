"""Jupyter's own conformance suite, with samples for TypeScript."""

import jupyter_kernel_test


class TestConformance(jupyter_kernel_test.KernelTests):
    kernel_name = "conformance"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_page_something = "Array?"
    code_generate_error = "throw new TypeError('wrong')"
    code_clear_output = "clearOutput()"
    code_inspect_sample = "Math.max"

    completion_samples = [
        {"text": "Math.hyp", "matches": {"hypot"}},
        {"text": "JSON.strin", "matches": {"stringify"}},
    ]

    complete_code_samples = ["1", "const a = 1", "function f() { return 1 }", "// done", "await 1"]
    incomplete_code_samples = ["function f() {", "const a = [", "`text", "if (true) {\n  1", "/* "]
    invalid_code_samples = ["const = 1", "1 +* 2", "function ) {", "'text"]

    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2].map((n) => n * n)", "result": "[ 1, 4 ]"},
        {"code": "const text: string = 'a'; text", "result": "'a'"},
    ]
    code_display_data = [
        {"code": "display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>1</b>' }) })", "mime": "text/html"},
        {"code": "display({ [Symbol.for('Jupyter.display')]: () => ({ 'image/png': 'iVBORw0KGgo=' }) })", "mime": "image/png"},
    ]

    code_history_pattern = "1 +*3"
    supported_history_operations = ("tail", "range", "search")


class TestIopubWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "conformance"
    support_iopub_welcome = True

