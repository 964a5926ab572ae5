import { existsSync, readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import jsTokens from "js-tokens";
import type * as lsp from "vscode-languageserver-protocol";
import type { Edit, EditorAnswer, Place } from "../../editor.ts";
import { offsetIn, positionIn } from "../cell-document.ts";
import { identifierAt } from "../identifiers.ts";
import { Overlay } from "../overlay.ts";
import { offsetAt, positionAt } from "../positions.ts";
import type { TypeServer } from "../type-server.ts";
import type { Documents } from "./documents.ts";
import { draftText, importedAt, type DraftDocument } from "./draft-scope.ts";
import type { Draft, Page } from "./drafts.ts";

const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
/** In modules no variable may be called so. */
const reserved = new Set(
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield".split(
    " ",
  ),
);

/**
 * Names over all cells of a page, as these are written, whatever of them has run. A name of the top level is one name in the
 * cell that declares it and in those below that mean that one; TypeScript is asked in each, for to it these are many.
 */
export class Names {
  readonly #server: TypeServer;
  readonly #page: Page;
  readonly #asked: Draft;
  /** As if nothing had run. */
  readonly #nothing = new Overlay();
  readonly #shown = new Map<Draft, DraftDocument>();

  /** @param index of the cell that is asked about: it is known with its surroundings although it does not parse */
  constructor(
    server: TypeServer,
    documents: Documents,
    page: Page,
    index: number,
  ) {
    this.#server = server;
    this.#page = page;
    this.#asked = page.drafts[index]!;
    const all = page.drafts.map((_, each) => each);
    documents.show(page, all, this.#nothing, this.#shown, this.#asked);
  }

  /** A cell's document as the server has it. */
  #textOf(draft: Draft): string {
    return draftText(this.#shown.get(draft)!, draft === this.#asked);
  }

  /** Of a name that was imported, what it was imported from. */
  async definition(index: number, at: number): Promise<Place[]> {
    const owner = await this.#owner(index, at);
    const declared = owner?.draft.declared.get(owner.name);
    if (owner && declared && declared.kind !== "import") {
      const { offset: from } = declared;
      return [{ cell: owner.draft.id, from, to: from + owner.name.length }];
    }
    const start = this.#start(this.#page.drafts[index]!, at);
    const found = await this.#definitions(start);
    const places = found.flatMap((place) => this.#placeOf(place) ?? []);
    return places.length ? places : this.#below(index, at);
  }

  /** The first cell further down that declares what none above does. */
  #below(index: number, at: number): Place[] {
    const { code, reading } = this.#page.drafts[index]!;
    const name = identifierAt(code, at)?.text;
    if (name === undefined || !reading.names.free.has(name)) return [];
    const draft = this.#page.drafts
      .slice(index + 1)
      .find(({ declared }) => declared.has(name));
    if (!draft) return [];
    const { offset: from } = draft.declared.get(name)!;
    return [{ cell: draft.id, from, to: from + name.length }];
  }

  /** Where a name stands: in the cells, in their order, then in files that are the person's own. */
  async references(index: number, at: number): Promise<Place[]> {
    const owner = await this.#owner(index, at);
    const found: lsp.Location[] = [];
    for (const start of this.#startsOf(owner, index, at)) {
      const context = { includeDeclaration: true };
      const answer = await this.#request<lsp.Location[] | null>(
        "textDocument/references",
        start,
        { context },
      );
      found.push(...(answer ?? []));
    }
    const files = new FileLines();
    const own = found.filter(
      ({ uri }) => this.#draftOf(uri) !== undefined || isOwnFile(uri),
    );
    const places = own.flatMap((one): Place[] => {
      const place = this.#placeOf(one);
      if (!place || "cell" in place) return place ? [place] : [];
      const text = files.lineOf(fileURLToPath(one.uri), place.line);
      return text === undefined ? [] : [{ ...place, text }];
    });
    return inOrderOf(this.#page, withoutDoubles(places));
  }

  #placeOf(place: lsp.Location): Place | undefined {
    const ours = this.#inCell(place);
    if (ours) return toPlace(ours);
    if (this.#draftOf(place.uri) || !place.uri.startsWith("file:"))
      return undefined;
    const { line, character } = place.range.start;
    return { path: this.#pathOf(place.uri), line, character };
  }

  async rename(
    index: number,
    at: number,
    wanted: string,
  ): Promise<EditorAnswer> {
    const { code } = this.#page.drafts[index]!;
    const { start = at, text = "" } = identifierAt(code, at) ?? {};
    // The cursor may be behind the mark or before it.
    const isPrivate =
      text.startsWith("#") || /#/.test(code.slice(start - 1, at + 1));
    const bare = wanted.replace(/^#/, "");
    const name = isPrivate ? `#${bare}` : wanted;
    if (name === text) return { edits: [] };
    if (!isName.test(isPrivate ? bare : name))
      return { problem: `'${name}' is no name` };
    if (reserved.has(name))
      return { problem: `'${name}' is a word of the language` };
    const owner = await this.#owner(index, at);
    const problem = this.#problem(owner, name);
    if (problem !== undefined) return { problem };
    const edits: Edit[] = [];
    for (const start of this.#startsOf(owner, index, at)) {
      const answer = await this.#request<lsp.WorkspaceEdit | null>(
        "textDocument/rename",
        start,
        { newName: name },
      ).catch(() => null);
      for (const [uri, changes] of Object.entries(answer?.changes ?? {}))
        for (const { range, newText } of changes) {
          if (!this.#draftOf(uri))
            return {
              problem: `it is also a name of ${this.#pathOf(uri)}: rename it there`,
            };
          const ours = this.#inCell({ uri, range });
          if (ours) edits.push({ ...toPlace(ours), text: newText });
        }
    }
    const hides = owner && this.#findHiding(edits, name);
    if (hides)
      return {
        problem: `'${name}' means something else in a cell that uses it`,
      };
    return edits.length
      ? { edits: withoutDoubles(edits) }
      : { problem: "this name cannot be changed" };
  }

  /** A cell to be edited that has a name of its own, in a function or a block, which would hide the new one. */
  #findHiding(edits: readonly Edit[], name: string): Edit | undefined {
    return edits.find(({ cell }) => {
      const { code } = this.#page.drafts[this.#page.find(cell)]!;
      const tokens = Array.from(jsTokens(code), ({ type, value }) =>
        type === "IdentifierName" || type === "Punctuator" ? value : "",
      ).filter((value) => value !== "");
      return tokens.some(
        (value, at) => value === name && !/^\??\.$/.test(tokens[at - 1] ?? ""),
      );
    });
  }

  /** Why a name of the top level may not be called so. */
  #problem(
    owner: { draft: Draft; name: string } | undefined,
    name: string,
  ): string | undefined {
    const isTaken = this.#page.drafts.some(
      ({ declared, reading }) =>
        declared.has(name) || reading.names.free.has(name),
    );
    if (isTaken) return `'${name}' is a name of this notebook already`;
    if (owner && this.#isApart(owner.name))
      return `'${owner.name}' is a type in one cell and a value in another: rename it by hand`;
    const broken = this.#page.drafts.find(
      ({ reading, source }) =>
        reading.broken && owner !== undefined && source.includes(owner.name),
    );
    return (
      broken && "a cell that uses this name does not parse: put it right first"
    );
  }

  /** Whether one cell declares a name as a type and another as a value. */
  #isApart(name: string): boolean {
    const escaped = name.replaceAll("$", "\\$");
    const line = new RegExp(
      `(?:type ${escaped} =|declare const ${escaped}: typeof) __romanescoDraft`,
    );
    return this.#page.drafts.some((draft) => line.test(this.#textOf(draft)));
  }

  /** The cell that declares the name at a place on its top level; undefined for all other names. */
  async #owner(
    index: number,
    at: number,
  ): Promise<{ draft: Draft; name: string } | undefined> {
    const draft = this.#page.drafts[index]!;
    const name = identifierAt(draft.code, at)?.text;
    const document = this.#shown.get(draft)!;
    if (name === undefined) return undefined;
    const text = this.#textOf(draft);
    const own = draft.reading.names.declared.get(name);
    const offset = own
      ? document.scope.lead.length + own.offset
      : importedAt(text, name);
    const giver = own ? draft : this.#page.giverOf(name, index, this.#nothing);
    if (offset === undefined || !giver) return undefined;
    // A name of a function or a block may hide it.
    const { line, character } = positionAt(text, offset);
    const same = await this.#sameIn(draft, at);
    const isIt = same.some(
      ({ start }) => start.line === line && start.character === character,
    );
    return isIt ? { draft: giver, name } : undefined;
  }

  /** Where the name at a place stands in the cell's document. */
  async #sameIn(draft: Draft, at: number): Promise<lsp.Range[]> {
    const start = this.#start(draft, at);
    const name = identifierAt(draft.code, at);
    const isTag = /<\/?\s*$/.test(draft.code.slice(0, name?.start));
    // Of a tag it highlights the other one of its element, and nothing more.
    const method = isTag ? "references" : "documentHighlight";
    const same = await this.#request<
      (lsp.DocumentHighlight | lsp.Location)[] | null
    >(`textDocument/${method}`, start, {
      context: { includeDeclaration: true },
    });
    return (same ?? [])
      .filter((one) => !("uri" in one) || one.uri === start.uri)
      .map(({ range }) => range);
  }

  /** The places at which TypeScript is asked about a name. */
  #startsOf(
    owner: { draft: Draft; name: string } | undefined,
    index: number,
    at: number,
  ): Start[] {
    if (!owner) return [this.#start(this.#page.drafts[index]!, at)];
    const { draft: giver, name } = owner;
    const first = this.#start(giver, giver.declared.get(name)!.offset);
    const others = this.#page.drafts.flatMap((draft, other) => {
      if (!draft.reading.names.free.has(name)) return [];
      if (this.#page.giverOf(name, other, this.#nothing) !== giver) return [];
      const document = this.#shown.get(draft)!;
      const text = this.#textOf(draft);
      const offset = importedAt(text, name);
      if (offset === undefined) return [];
      const uri = this.#server.uri(document.name);
      return [{ uri, position: positionAt(text, offset) }];
    });
    return [first, ...others];
  }

  #start(draft: Draft, offset: number): Start {
    const document = this.#shown.get(draft)!;
    return {
      uri: this.#server.uri(document.name),
      position: positionIn(document, offset),
    };
  }

  /** From the notebook's folder. */
  #pathOf(uri: string): string {
    const { directory } = this.#server.options;
    return relative(directory, fileURLToPath(uri)).replaceAll(sep, "/");
  }

  async #definitions(start: Start): Promise<lsp.Location[]> {
    const found = await this.#request<lsp.Location | lsp.Location[] | null>(
      "textDocument/definition",
      start,
    );
    const all: lsp.Location[] = [];
    for (const place of [found ?? []].flat()) {
      const source = this.#sourceOf(place);
      all.push(...(source ? await this.#definitions(source) : [place]));
    }
    return all;
  }

  /** Of a line of ours that gives a name one meaning more, `type P = __romanescoDraft0.__romanesco_P`: where that is from. */
  #sourceOf({ uri, range: { start } }: lsp.Location): Start | undefined {
    const draft = this.#draftOf(uri);
    if (!draft) return undefined;
    const text = this.#textOf(draft);
    const rest = text.slice(offsetAt(text, start));
    const before = /^\S+(?: =|: typeof) __romanescoDraft\d+\./.exec(rest)?.[0];
    if (before === undefined) return undefined;
    const offset = text.length - rest.length + before.length;
    return { uri, position: positionAt(text, offset) };
  }

  #request<T>(
    method: string,
    { uri, position }: Start,
    more: object = {},
  ): Promise<T> {
    return this.#server.request<T>(method, {
      textDocument: { uri },
      position,
      ...more,
    });
  }

  #draftOf(uri: string): Draft | undefined {
    for (const [draft, { name }] of this.#shown)
      if (this.#server.uri(name) === uri) return draft;
    return undefined;
  }

  /** Where in a cell's own text a place is. */
  #inCell({ uri, range }: lsp.Location) {
    const draft = this.#draftOf(uri);
    const document = draft && this.#shown.get(draft);
    if (!document) return undefined;
    const from = offsetIn(document, range.start);
    const to = offsetIn(document, range.end);
    return from >= 0 && to <= document.code.length
      ? { draft, from, to }
      : undefined;
  }
}

interface Start {
  uri: string;
  position: lsp.Position;
}

function toPlace({
  draft,
  from,
  to,
}: {
  draft: Draft;
  from: number;
  to: number;
}) {
  return { cell: draft.id, from, to };
}

function withoutDoubles<T extends Place>(places: T[]): T[] {
  const known = new Map(places.map((one) => [keyOf(one), one]));
  return [...known.values()];
}

function keyOf(place: Place): string {
  return "cell" in place
    ? `${place.cell} ${place.from}`
    : `${place.path}:${place.line}:${place.character}`;
}

function inOrderOf(page: Page, places: Place[]): Place[] {
  const rank = (place: Place) =>
    "cell" in place ? page.find(place.cell) : page.drafts.length;
  const start = (place: Place) => ("cell" in place ? place.from : place.line);
  return places.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      ("path" in a && "path" in b ? a.path.localeCompare(b.path, "en") : 0) ||
      start(a) - start(b),
  );
}

/** A file on disk that is neither ours nor a package's. */
function isOwnFile(uri: string): boolean {
  return uri.startsWith("file:") && !/\/(node_modules\/|__romanesco)/.test(uri);
}

/** Lines of files, each of which is read once. */
class FileLines {
  readonly #files = new Map<string, string[]>();

  /** Undefined where there is no such file. */
  lineOf(path: string, line: number): string | undefined {
    if (!existsSync(path)) return undefined;
    const lines =
      this.#files.get(path) ?? readFileSync(path, "utf8").split("\n");
    this.#files.set(path, lines);
    return lines[line];
  }
}
