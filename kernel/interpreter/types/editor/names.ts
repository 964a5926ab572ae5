import { existsSync, readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type * as lsp from "vscode-languageserver-protocol";
import type { Edit, EditorAnswer, Place } from "../../editor.ts";
import { offsetIn, positionIn } from "../cell-document.ts";
import { identifierAt } from "../identifiers.ts";
import { Overlay } from "../overlay.ts";
import { positionAt } from "../positions.ts";
import type { TypeServer } from "../type-server.ts";
import type { Documents } from "./documents.ts";
import { draftText, importedAt, type DraftDocument } from "./draft-scope.ts";
import type { Draft, Page } from "./drafts.ts";

const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * Names over all cells of a page, as these are written, whatever of them has run. A name of the top level is one name in the
 * cell that declares it and in those below that mean that one; TypeScript is asked in each, for to it these are many.
 */
export class Names {
  readonly #server: TypeServer;
  readonly #page: Page;
  /** As if nothing had run. */
  readonly #nothing = new Overlay();
  readonly #shown = new Map<Draft, DraftDocument>();

  constructor(server: TypeServer, documents: Documents, page: Page) {
    this.#server = server;
    this.#page = page;
    const all = page.drafts.map((_, index) => index);
    documents.show(page, all, this.#nothing, this.#shown);
  }

  /** Of a name that was imported, what it was imported from. */
  async definition(index: number, at: number): Promise<Place[]> {
    const owner = await this.#owner(index, at);
    const declared = owner?.draft.declared.get(owner.name);
    if (owner && declared && declared.kind !== "import") {
      const { offset: from } = declared;
      return [{ cell: owner.draft.id, from, to: from + owner.name.length }];
    }
    const found = await this.#definitions(index, at);
    return found.flatMap((place) => this.#placeOf(place) ?? []);
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

  async rename(index: number, at: number, name: string): Promise<EditorAnswer> {
    if (!isName.test(name)) return { problem: `'${name}' is no name` };
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
    return edits.length
      ? { edits: withoutDoubles(edits) }
      : { problem: "this name cannot be changed" };
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
    const broken = this.#page.drafts.find(
      ({ reading, source }) =>
        reading.broken && owner !== undefined && source.includes(owner.name),
    );
    return (
      broken && "a cell that uses this name does not parse: put it right first"
    );
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
    const text = draftText(document);
    const own = draft.reading.names.declared.get(name);
    const offset = own
      ? document.scope.lead.length + own.offset
      : importedAt(text, name);
    const giver = own ? draft : this.#page.giverOf(name, index, this.#nothing);
    if (offset === undefined || !giver) return undefined;
    // A name of a function or a block may hide it.
    const { line, character } = positionAt(text, offset);
    const same = await this.#request<lsp.DocumentHighlight[] | null>(
      "textDocument/documentHighlight",
      this.#start(draft, at),
    );
    const isIt = same?.some(
      ({ range: { start } }) =>
        start.line === line && start.character === character,
    );
    return isIt ? { draft: giver, name } : undefined;
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
      const text = draftText(document);
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

  async #definitions(index: number, at: number): Promise<lsp.Location[]> {
    const start = this.#start(this.#page.drafts[index]!, at);
    const found = await this.#request<lsp.Location | lsp.Location[] | null>(
      "textDocument/definition",
      start,
    );
    return [found ?? []].flat();
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
