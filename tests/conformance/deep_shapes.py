"""Texts of cells that are nested or chained deep: each takes how often, and gives a cell."""


def around(before, after="", middle="1", start="", end=""):
    return lambda n: start + before * n + middle + after * n + end


SHAPES = {
    # Brackets.
    "parentheses": around("(", ")"),
    "arrays": around("[", "]"),
    "objects": around("{a:", "}", start="(", end=")"),
    "blocks": around("{", "}", ""),
    "indexes": around("[0]", middle="", start="const e: any = []; e"),
    "calls": around("()", middle="", start="var c: any = () => c; c"),
    "arguments": around("String(", ")"),
    "templates": around("`${", "}`"),
    "array patterns": around("[", "]", "p", "let ", " = null as any"),
    "object patterns": around("{p:", "}", "q", "let ", " = null as any"),
    # Operators.
    "additions": around("1+"),
    "strings added": around('"a"+', middle='"b"'),
    "comparisons": around("1<"),
    "conjunctions": around("1&&"),
    "coalescings": around("null??"),
    "powers": around("1**"),
    "negations": around("!"),
    "typeofs": around("typeof "),
    "voids": around("void "),
    "commas": around("1,"),
    "assignments": around("x=", start="let x: any; "),
    "ternaries": around("0?1:"),
    "ternaries inside": around("1?", ":0"),
    # Chains.
    "members": around(".b", middle="", start="var m: any = {}; m.b = m; m"),
    "optional members": around("?.b", middle="", start="const o: any = null; o"),
    "methods": around(".trim()", middle="", start='""'),
    "tags": around("`x`", middle="", start="var t: any = () => t; t"),
    "casts": around(" as any", middle="", start="1"),
    "assertions of being": around("!", middle="", start="1"),
    "statements": around("1;"),
    # Functions, classes, statements.
    "arrows": around("a=>", middle="1"),
    "typed arrows": around("(a: number): any => ", middle="1"),
    "generic arrows": around("<T,>(a: T) => ", middle="1"),
    "functions": around("(function () { return ", "})", middle="1"),
    "classes": around("(class { a = ", "})", middle="1"),
    "defaults": around("(a = ", ") => 0", middle="1"),
    "else if": around("else if (0);", middle="", start="if (0);"),
    "loops": around("for (;0;) ", middle=";"),
    # Types and JSX.
    "type arguments": around("Array<", ">", "any", "type T1 = "),
    "array types": around("[]", middle="", start="type T2 = any"),
    "object types": around("{ a: ", " }", "any", "type T3 = "),
    "conditional types": around("1 extends 2 ? 3 : ", middle="4", start="type T4 = "),
    "function types": around("(a: any) => ", middle="any", start="type T5 = "),
    "unions": around("1 | ", middle="2", start="type T6 = "),
    "elements": around("<a>", "</a>", "x", start="const React: any = { createElement() {} }; "),
    # Text that is long, and not deep.
    "a comment": around("x", middle="", start="/*", end="*/ 1"),
    "a string": around("x", middle="", start='"', end='".length'),
    "a regular expression": around("(?:", ")", "x", "/", "/.source.length"),
    "a long regular expression": around("x", middle="", start="/", end="/.source.length"),
    "lines": around("\n", middle="1"),
    "a name": around("x", middle="", start="const y", end=" = 1"),
}
