/** What people write who come from another language, mostly Python, and what it is here: the shape of a line, and a hint. */
const lines: [shape: RegExp, hint: string][] = [
  [
    /^\s*(async\s+)?def\s/,
    "A function is written function add(x: number) { ... }",
  ],
  [/\belif\b/, 'Instead of "elif", write else if (...) { ... }'],
  [
    /^\s*for\s+[\w\s,]+\s+in\s.*:\s*$/,
    "To loop over a list, write for (const x of xs) { ... }",
  ],
  [
    /^\s*(if|while)\s*[^({].*:\s*$/,
    "Put the condition in parentheses and the block in braces: if (x > 0) { ... }",
  ],
  [
    /^\s*(class\s+\w+(\(.*\))?|try|else|finally|with\s.*|except.*):\s*$/,
    "Put the block in braces: { ... }",
  ],
  [/^\s*print\s+[^\s(=]/, "To print, write console.log(...)"],
  [
    /^\s*(from\s+[\w.]+\s+import\s|import\s+[\w.]+(\s+as\s+\w+)?\s*$)/,
    'Imports are written import { name } from "package"',
  ],
  [
    /\[[^[\]]+\sfor\s+\w+\s+in\s/,
    "To make one list from another, write xs.map((x) => ...)",
  ],
  [/\blambda\b/, "A function without a name is written (x) => ..."],
  [
    /\S\s+if\s.+\selse\s/,
    "To choose between two values, write condition ? a : b",
  ],
  [/\s(and|or)\s/, 'Instead of "and" and "or", write && and ||'],
  [/(^|[\s(=])not\s+\w/, 'Instead of "not", write !'],
  [/(^|[\s(=,[+])[fF]["']/, "To put values into a text, write `Hello ${name}`"],
  [/(^|\s)#\s/, "Comments begin with //"],
  [/"""|'''/, "A text of several lines goes between backticks: `...`"],
  [/[“”„‘’]/, "Code needs straight quotes: \" or '"],
  [/:=/, "Values are assigned with ="],
  [/[\w)]\s*->/, "A function without a name is written (x) => ..."],
  [
    /^\s*((public|private|static|final)\s+)*(int|long|float|double|bool|boolean|char|string|String)\s+\w+\s*(=|;|$)/,
    "A variable with its type is written let count: number = 5",
  ],
];

/** Names that other languages have, and what stands for them. */
const names = new Map([
  ["True", "true"],
  ["False", "false"],
  ["None", "null"],
  ["nil", "null"],
  ["NULL", "null"],
  ["self", "this"],
  ["print", "console.log(...)"],
  ["println", "console.log(...)"],
  ["printf", "console.log(...)"],
  ["puts", "console.log(...)"],
  ["len", "xs.length, or xs.size of a Map or a Set"],
  [
    "range",
    "Array.from({ length: n }, (_, i) => i), or for (let i = 0; i < n; i++)",
  ],
  ["enumerate", "xs.entries()"],
  ["zip", "xs.map((x, i) => [x, ys[i]])"],
  ["sorted", "xs.toSorted((a, b) => a - b)"],
  ["str", "String(x)"],
  ["int", "Math.trunc(x), or Number(text)"],
  ["float", "Number(x)"],
  ["bool", "Boolean(x)"],
  ["dict", "an object, { a: 1 }, or new Map()"],
  ["abs", "Math.abs(x)"],
  ["round", "Math.round(x), or x.toFixed(2)"],
  ["sqrt", "Math.sqrt(x)"],
  ["sum", "xs.reduce((a, b) => a + b, 0)"],
  ["isinstance", "x instanceof Class, or typeof x"],
]);

/** @returns how a line that can't be read is written here, if it has the shape of another language */
export function hintForLine(line: string): string | undefined {
  // What texts and comments say is nobody's habit.
  const code = line.replace(/"[^"]*"|'[^']*'/g, '""').replace(/\/\/.*/, "");
  return lines.find(([shape]) => shape.test(code))?.[1];
}

/** @returns what stands here for a name of another language */
export function hintForName(name: string): string | undefined {
  const here = names.get(name);
  return here && `Instead of ${name}, write ${here}`;
}
