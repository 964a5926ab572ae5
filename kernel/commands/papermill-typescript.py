"""papermill with parameters for TypeScript notebooks: papermill-typescript.py NOTEBOOK OUTPUT -p NAME VALUE ...

papermill asks for a translator per language and has none for TypeScript, nor a place where one could be registered from
outside. This registers one and then is papermill's own command line.
"""

import json
import math
import re
import sys

from papermill.cli import papermill
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators


# let count: number = 5 // how many
DECLARATION = re.compile(
    r"^(?:const|let|var)\s+(?P<name>[\w$]+)\s*(?::(?P<type>[^=]+))?=\s*(?P<default>.*?);?(?:\s+//\s*(?P<help>.*))?$", re.MULTILINE
)


class TypeScriptTranslator(Translator):
    """Every value as JSON has it, which TypeScript reads as well; `let`, so that a text is a string, not one constant."""

    @classmethod
    def translate(cls, value):
        if isinstance(value, float) and not math.isfinite(value):
            return "NaN" if math.isnan(value) else "-Infinity" if value < 0 else "Infinity"
        if isinstance(value, dict):
            return "{ " + ", ".join(f"{json.dumps(str(key))}: {cls.translate(each)}" for key, each in value.items()) + " }"
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(map(cls.translate, value)) + "]"
        return json.dumps(value, default=str)

    @classmethod
    def comment(cls, text):
        return f"// {text}".strip()

    @classmethod
    def assign(cls, name, text):
        return f"let {name} = {text};"

    @classmethod
    def inspect(cls, parameters_cell):
        """What the cell tagged "parameters" declares, a line each; of a value of several lines, its first."""
        return [
            Parameter(
                name=found["name"],
                inferred_type_name=(found["type"] or "None").strip(),
                default=found["default"],
                help=found["help"] or "",
            )
            for found in DECLARATION.finditer(parameters_cell["source"])
        ]


papermill_translators.register("typescript", TypeScriptTranslator)

if __name__ == "__main__":
    sys.argv[0] = "papermill"
    papermill()
