import type { Display } from "../../display/mime-bundle.ts";
import type { Names } from "../cell/names.ts";
import { ownName } from "../cell/own-names.ts";
import type { Editor, VariablesQuestion } from "../editor.ts";
import type { Completion, Completions } from "../interpreter.ts";
import { memberExpressionAt } from "../types/member-expression.ts";
import { GivenUpError, Turns } from "../types/turns.ts";
import type { HeldName, HostMessage, Looked, Shown } from "../wire/messages.ts";

/** Longer than the runtime takes for its longest look; a runtime that says nothing has no values to show. */
const timeoutMs = 500;
/** The newest of more; nobody reads so long a list. */
const mostVariables = 1000;

type Wanted =
  | { what: "members" | "preview"; expression: string }
  | { what: "variables"; names: HeldName[] };

/** What the running notebook's values add to what types say: keys that only exist at run time, and values themselves. */
export class LiveValues {
  #requests = 0;
  /** One look at a time: of many that are asked for at once the newest few are taken. */
  readonly #turns = new Turns();
  readonly #waiting = new Map<number, (answer: Looked | undefined) => void>();

  readonly #send: (message: HostMessage) => void;
  readonly #names: () => Names;

  constructor(send: (message: HostMessage) => void, names: () => Names) {
    this.#send = send;
    this.#names = names;
  }

  answer(answer: Looked): void {
    this.#waiting.get(answer.request)?.(answer);
  }

  /** Members of the object before the dot at the cursor that begin with what is typed. */
  async members(
    code: string,
    cursor: number,
  ): Promise<Completions | undefined> {
    const found = memberExpressionAt(code, cursor);
    const expression = found?.object && this.#running(found.object);
    if (!expression) return undefined;
    const { prefix, start, quote } = found;
    const answer = await this.#look("members", expression);
    const isName = (name: string) =>
      quote || /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
    const matches = (answer?.members ?? [])
      .filter(({ name }) => name.startsWith(prefix) && isName(name))
      .map(({ name, kind }): Completion => ({ text: name, kind }));
    return { start, end: cursor, matches };
  }

  /** The value, in a line, of the name or member that the cursor is in. */
  async preview(code: string, cursor: number): Promise<string | undefined> {
    const rest = /^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))![0];
    const found = memberExpressionAt(code, cursor + rest.length);
    if (!found || found.quote || !found.prefix) return undefined;
    const expression = this.#running(
      found.object ? `${found.object}.${found.prefix}` : found.prefix,
    );
    return expression && (await this.#look("preview", expression))?.preview;
  }

  /** What the cells' own variables hold, by name; undefined when nobody can say now. */
  async variables(): Promise<Shown[] | undefined> {
    const held = [...this.#names().held].slice(-mostVariables);
    const names = held.map((name): HeldName => [name, ownName(name)]);
    const answer = await this.#inTurn({ what: "variables", names });
    return answer?.variables?.sort((a, b) =>
      a.name.localeCompare(b.name, "en"),
    );
  }

  /** A cell's expression as the runtime names it; undefined when it does not begin with a name of the cells. */
  #running(expression: string): string | undefined {
    const head = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(expression)?.[0];
    if (!head) return undefined;
    const names = this.#names();
    const own = names.imports.get(head) ?? ownName(head);
    const known = names.imports.has(head) || names.declared.has(own);
    return known ? own + expression.slice(head.length) : undefined;
  }

  async #look(
    what: "members" | "preview",
    expression: string,
  ): Promise<Looked | undefined> {
    return this.#inTurn({ what, expression });
  }

  async #inTurn(wanted: Wanted): Promise<Looked | undefined> {
    try {
      return await this.#turns.ask(() => this.#ask(wanted)).answer;
    } catch (error) {
      if (error instanceof GivenUpError) return undefined;
      throw error;
    }
  }

  #ask(wanted: Wanted): Promise<Looked | undefined> {
    const request = ++this.#requests;
    return new Promise<Looked | undefined>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs, undefined);
      this.#waiting.set(
        request,
        (answer) => (clearTimeout(timer), resolve(answer)),
      );
      this.#send({ type: "look", request, ...wanted });
    }).finally(() => this.#waiting.delete(request));
  }
}

/** Types first, in their order; values add what types do not know. */
export function mergeCompletions(
  typed: Completions | undefined,
  live: Completions | undefined,
  cursor: number,
): Completions {
  if (!typed?.matches.length)
    return live ?? typed ?? { start: cursor, end: cursor, matches: [] };
  if (!live || live.start !== typed.start) return typed;
  const known = new Set(typed.matches.map(({ text }) => text));
  const added = live.matches.filter(({ text }) => !known.has(text));
  return { ...typed, matches: [...typed.matches, ...added] };
}

export function mergeInspection(
  typed: { "text/plain": string; "text/markdown": string } | undefined,
  value: string | undefined,
): Display | undefined {
  if (!typed && value === undefined) return undefined;
  const plain = [
    typed?.["text/plain"],
    value === undefined ? undefined : `Value: ${value}`,
  ];
  const markdown = [
    typed?.["text/markdown"],
    value === undefined
      ? undefined
      : `**Value**\n\n\`\`\`typescript\n${value}\n\`\`\``,
  ];
  const join = (parts: (string | undefined)[]) =>
    parts.filter(Boolean).join("\n\n");
  return {
    data: { "text/plain": join(plain), "text/markdown": join(markdown) },
    metadata: {},
  };
}

/** What pages ask of types, and what they ask of values. */
export function withVariables(editor: Editor, values: LiveValues): Editor {
  return {
    ask: async (page, question) =>
      (question as Partial<VariablesQuestion>).type === "variables"
        ? { variables: await values.variables() }
        : editor.ask(page, question),
    close: (page) => editor.close(page),
  };
}
