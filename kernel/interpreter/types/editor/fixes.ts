import jsTokens from "js-tokens";
import type { Fix, Mark } from "../../editor.ts";
import type { KnownExports } from "../known-exports.ts";
import { operators } from "../member-expression.ts";

/** Of more modules that export one name nobody chooses. */
const mostModules = 3;

/** Adds what would put right a mark, the likeliest first. */
export async function addFixes(
  code: string,
  marks: readonly Mark[],
  exports: KnownExports,
): Promise<Mark[]> {
  const all: Mark[] = [];
  for (const mark of marks) {
    const fixes = [
      ...spelling(code, mark),
      ...(await imports(code, mark, exports)),
      ...awaiting(code, mark),
    ];
    all.push(fixes.length ? { ...mark, fixes } : mark);
  }
  return all;
}

/** What TypeScript itself says was meant. */
function spelling(code: string, { from, to, message }: Mark): Fix[] {
  const [, meant] =
    /[Dd]id you mean (?:[a-z ]+)?'([^']+)'\?/.exec(message) ?? [];
  const there = code.slice(from, to);
  const isName = (text: string) => /^(this\.)?#?[\w$]+$/.test(text);
  if (meant === undefined || !isName(meant) || !isName(there)) return [];
  return [{ title: `Change to ${meant}`, edits: [{ from, to, text: meant }] }];
}

/** A name that nobody declares, and Node's modules or `romanesco` export. */
async function imports(
  code: string,
  { message }: Mark,
  exports: KnownExports,
): Promise<Fix[]> {
  const [, name] = /^Cannot find name '([\w$]+)'/.exec(message) ?? [];
  if (name === undefined) return [];
  const all = await exports.all();
  return all
    .filter((one) => one.name === name)
    .slice(0, mostModules)
    .map(({ module }) => ({
      title: `Import ${name} from "${module}"`,
      edits: [importOf(code, name, module)],
    }));
}

/** The edit by which a cell imports a name. */
export function importOf(
  code: string,
  name: string,
  module: string,
): Fix["edits"][number] {
  const specifier = module.replace("node:", "(?:node:)?");
  const list = new RegExp(
    `^[ \\t]*import\\s*\\{([^}]*?),?\\s*\\}\\s*from\\s*["']${specifier}["']`,
    "m",
  ).exec(code);
  if (list?.[1]?.trim()) {
    const at = list.index + list[0].indexOf("{") + 1 + list[1].length;
    return { from: at, to: at, text: `, ${name}` };
  }
  // Comments at the top may speak to the compiler.
  const [above] = /^(?:[ \t]*(?:\/\/.*|%.*)?\n)*/.exec(code)!;
  const text = `import { ${name} } from "${module}";\n`;
  return { from: above.length, to: above.length, text };
}

/** A member of a promise: that of what it promises is meant. */
function awaiting(code: string, { code: number, from, message }: Mark): Fix[] {
  if (number !== "TS2339" || !/ on type 'Promise</.test(message)) return [];
  const object = objectBefore(code, from);
  if (!object) return [];
  const edits = [
    { from: object.from, to: object.from, text: "(await " },
    { from: object.to, to: object.to, text: ")" },
  ];
  return [{ title: "Add await", edits }];
}

/** The range of the expression whose member begins at a place: names, calls and brackets. */
function objectBefore(
  code: string,
  member: number,
): { from: number; to: number } | undefined {
  let start = 0;
  const tokens = Array.from(jsTokens(code.slice(0, member)), (token) => {
    const from = start;
    start += token.value.length;
    return { ...token, from };
  }).filter(({ type }) => !/^(WhiteSpace|LineTerminator|.*Comment)/.test(type));
  const isDot = (at: number) => /^\??\.$/.test(tokens[at]?.value ?? "");
  const isNamed = (at: number) =>
    tokens[at]?.type === "IdentifierName" && !operators.test(tokens[at].value);
  const dot = tokens.at(-1);
  let at = tokens.length - 1;
  while (isDot(at)) {
    at--;
    while (/^[)\]]$/.test(tokens[at]?.value ?? ""))
      at = openingOf(tokens, at) - 1;
    if (isNamed(at)) at--;
  }
  if (tokens[at]?.value === "new") at--;
  const first = tokens[at + 1];
  return first && dot && first !== dot
    ? { from: first.from, to: dot.from }
    : undefined;
}

/** The bracket that a closing one belongs to; -1 if there is none. */
function openingOf(
  tokens: readonly { value: string }[],
  closing: number,
): number {
  let depth = 0;
  for (let at = closing; at >= 0; at--) {
    if (/^[)\]}]$/.test(tokens[at]!.value)) depth++;
    if (/^[([{]$/.test(tokens[at]!.value) && --depth === 0) return at;
  }
  return -1;
}
