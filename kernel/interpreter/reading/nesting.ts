import jsTokens from "js-tokens";
import type { Dialect } from "../cell/parse.ts";

/** What is still open at the end of a text. */
export interface Nesting {
  /** Innermost last. */
  open: Opener[];
  /** The text ends inside one of these, which may go on over several lines. */
  unfinished?: "comment" | "template" | "attribute";
}

export interface Opener {
  /** The bracket that closes it; undefined for a JSX element. */
  closer?: string;
  /** UTF-16 index of its first character. */
  offset: number;
}

const closers: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** Follows brackets, templates and JSX tags; works on text that does not parse, where a syntax tree is no help. */
export function findNesting(code: string, dialect: Dialect): Nesting {
  const open: Opener[] = [];
  const tags = new TagReader(open);
  let unfinished: Nesting["unfinished"];
  let offset = 0;
  for (const { type, value, closed } of tokens(code, dialect)) {
    if (closed === false) unfinished = unfinishedKind(type);
    if (type === "TemplateHead") open.push({ closer: "}", offset });
    else if (type === "TemplateTail") open.pop();
    else if (type.startsWith("JSX")) tags.read(type, value, offset);
    else if (type === "Punctuator") bracket(open, value, offset);
    offset += value.length;
  }
  return { open, unfinished };
}

/** Pairs the punctuators of JSX: an element stays open from `<b` to `/>` or to the end of `</b>`. */
class TagReader {
  /** After the slash of `</b>` or `<br />`. */
  #closing = false;
  #named = false;

  readonly #open: Opener[];

  constructor(open: Opener[]) {
    this.#open = open;
  }

  read(type: string, value: string, offset: number): void {
    if (type === "JSXIdentifier") this.#named = true;
    if (type !== "JSXPunctuator") return;
    if (value === "{" || value === "}") bracket(this.#open, value, offset);
    else if (value === "<") this.#start(offset);
    else if (value === "/") this.#slash();
    else if (value === ">") this.#end();
  }

  #start(offset: number): void {
    this.#named = false;
    this.#open.push({ offset });
  }

  /** The `<` of `</b>` opened nothing; `<br />` is open until its `>`. */
  #slash(): void {
    if (!this.#named) this.#open.pop();
    this.#closing = true;
  }

  #end(): void {
    if (this.#closing) this.#open.pop();
    this.#closing = false;
  }
}

function bracket(open: Opener[], value: string, offset: number): void {
  const closer = closers[value];
  if (closer) open.push({ closer, offset });
  else if (/^[)\]}]$/.test(value)) open.pop();
}

function unfinishedKind(type: string): Nesting["unfinished"] {
  if (type === "MultiLineComment") return "comment";
  if (type === "JSXString") return "attribute";
  return /Template/.test(type) ? "template" : undefined;
}

interface AnyToken {
  type: string;
  value: string;
  closed?: boolean;
}

function tokens(code: string, dialect: Dialect): Iterable<AnyToken> {
  return dialect === "tsx" ? jsTokens(code, { jsx: true }) : jsTokens(code);
}
