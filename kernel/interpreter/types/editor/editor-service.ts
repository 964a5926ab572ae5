import type {
  CheckQuestion,
  Editor,
  EditorAnswer,
  Mark,
  PlaceQuestion,
  RenameQuestion,
  Ties,
  TiesQuestion,
} from "../../editor.ts";
import type { CellReader } from "../../reading/cell-reader.ts";
import type { TypesMode } from "../../reading/directives.ts";
import { inOrder, toDiagnostics, type Diagnostic } from "../diagnostics.ts";
import { findDroppedPromises } from "../dropped-promises.ts";
import { addHints } from "../hints.ts";
import { findLacking } from "../lacking.ts";
import type { KnownExports } from "../known-exports.ts";
import type { LanguageService } from "../language-service.ts";
import type { Overlay } from "../overlay.ts";
import type { TypeServer } from "../type-server.ts";
import { answerPlace } from "./answer-place.ts";
import { Documents } from "./documents.ts";
import type { DraftDocument } from "./draft-scope.ts";
import { addFixes } from "./fixes.ts";
import { formatCells } from "./format.ts";
import { toHints, toMarks } from "./marks.ts";
import { type Draft, Page } from "./drafts.ts";
import { readQuestion } from "./read-question.ts";
import { findTies } from "./ties.ts";

export interface EditorParts {
  server: TypeServer;
  reader: CellReader;
  service: LanguageService;
  exports: KnownExports;
  /** What becomes of type errors, as cells that ran have set it. */
  mode(): TypesMode;
}

/** Of more windows nobody writes in; a page that is forgotten tells its cells again. */
const mostPages = 8;

const unknownName =
  /^(?:Cannot find (?:name|namespace)|No value exists in scope for the shorthand property) '(.+?)'/;

/**
 * TypeScript's knowledge of a notebook as a page shows it: each cell is a document, and cells above that have not run count
 * as if they had, in the order of the document.
 *
 *     page --> cells and a question --> a turn for each cell, behind the cells that are to run --> the answer
 */
export class EditorService implements Editor {
  readonly #pages = new Map<string, Page>();
  /** Texts that TypeScript's server gave no answer for: it is not asked about them again. */
  readonly #unanswered = new Set<string>();
  readonly #documents: Documents;
  readonly #parts: EditorParts;

  constructor(parts: EditorParts) {
    this.#parts = parts;
    this.#documents = new Documents(parts.server);
  }

  async ask(name: string, asked: object): Promise<EditorAnswer> {
    const question = readQuestion(asked);
    const page = this.#open(name);
    if (!(await page.tell(question.cells))) return { unknown: true };
    this.#documents.keep(this.#pages.values());
    switch (question.type) {
      case "check":
        return { marks: await this.#check(page, question) };
      case "format":
        return formatCells(
          this.#parts.server.options.directory,
          page.drafts.filter(({ id }) => question.wanted.includes(id)),
        );
      case "ties":
        return { ties: await this.#tie(page, question) };
      default:
        return this.#look(page, question);
    }
  }

  close(name: string): void {
    this.#pages.delete(name);
    this.#documents.keep(this.#pages.values());
  }

  /** The newest is the last. */
  #open(name: string): Page {
    const page = this.#pages.get(name) ?? new Page(this.#parts.reader);
    this.#pages.delete(name);
    this.#pages.set(name, page);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > mostPages) this.close(oldest!);
    return page;
  }

  /** What is known of a place in a cell. */
  async #look(
    page: Page,
    question: PlaceQuestion | RenameQuestion,
  ): Promise<EditorAnswer> {
    const index = page.find(question.cell);
    const draft = page.drafts[index];
    if (!draft || draft.isTooMuch || this.#unanswered.has(draft.code))
      return {};
    const { drafts } = page;
    const answer = await this.#parts.service.aside((overlay) =>
      drafts === page.drafts
        ? answerPlace(
            this.#parts,
            this.#documents,
            { page, index, overlay },
            question,
          )
        : Promise.resolve({}),
    );
    return answer ?? {};
  }

  /** Behind the cells that are to run, so that what they declare is known. */
  #tie(
    page: Page,
    { counts }: TiesQuestion,
  ): Promise<Record<string, Ties> | undefined> {
    return this.#parts.service.aside((overlay) =>
      Promise.resolve(findTies(page, overlay, counts)),
    );
  }

  async #check(
    page: Page,
    { wanted }: CheckQuestion,
  ): Promise<Record<string, Mark[]>> {
    const { drafts } = page;
    const found: Record<string, Mark[]> = {};
    const documents = new Map<Draft, DraftDocument>();
    const asked = wanted
      .map((id) => page.find(id))
      .filter((index) => index >= 0)
      .filter((index) => !this.#unanswered.has(drafts[index]!.code));
    await this.#parts.service.aside((overlay) =>
      this.#show(page, asked, overlay, documents),
    );
    for (const index of asked) {
      const done = await this.#parts.service.aside(async (overlay) => {
        // The page may have asked something newer meanwhile.
        if (page.drafts !== drafts) return true;
        const marks = await this.#marksOf(page, index, overlay, documents);
        found[drafts[index]!.id] = marks;
        return true;
      });
      if (page.drafts !== drafts) break;
      if (!done) this.#unanswered.add(drafts[index]!.code);
    }
    for (const [id, marks] of Object.entries(found)) {
      const { code } = drafts[page.find(id)] ?? {};
      if (code !== undefined)
        found[id] = await addFixes(code, marks, this.#parts.exports);
    }
    return found;
  }

  /** A document that is opened makes the server begin anew with all of them: first all are. */
  async #show(
    page: Page,
    indices: number[],
    overlay: Overlay,
    documents: Map<Draft, DraftDocument>,
  ): Promise<void> {
    this.#documents.show(page, indices, overlay, documents);
    const [first] = documents.values();
    if (first) await this.#parts.server.takeIn(first.name);
  }

  async #marksOf(
    page: Page,
    index: number,
    overlay: Overlay,
    documents: Map<Draft, DraftDocument>,
  ): Promise<Mark[]> {
    const { server, service, mode: ran } = this.#parts;
    if (page.drafts[index]!.isTooMuch) return [];
    const mode = page.modeOf(index, ran());
    await service.refreshFiles(page.drafts[index]!.reading.specifiers);
    this.#documents.show(page, [index], overlay, documents);
    const cell = documents.get(page.drafts[index]!)!;
    const { items = [] } = await server.diagnostics(cell.name);
    const onlySyntax = cell.broken || mode === "off";
    const uri = server.uri(cell.name);
    const above = cell.scope.lead && !cell.broken ? 1 : 0;
    const errors = toDiagnostics(cell.code, items, uri, onlySyntax, above);
    const more = onlySyntax ? [] : await this.#findMore(cell, overlay);
    this.#documents.hide(page, index);
    const all = addHints(inOrder([...errors, ...more]), cell, overlay);
    const told = (await service.weigh(all))
      .filter((one) => !isToCome(one, page, index))
      .map((one) => aboutLater(one, page, index))
      .map((one) =>
        mode === "warn" ? { ...one, severity: "warning" as const } : one,
      );
    const hints = onlySyntax ? [] : toHints(cell, items);
    return [...toMarks(cell.code, told), ...hints];
  }

  async #findMore(
    cell: DraftDocument,
    overlay: Overlay,
  ): Promise<Diagnostic[]> {
    const { server } = this.#parts;
    const found = await Promise.all([
      findLacking(server, overlay, cell),
      findDroppedPromises(server, overlay, cell),
    ]);
    return found.flat();
  }
}

/** A module that is not there yet: `npm:` brings it when the cell runs, or a cell above does. */
function isToCome(
  { code, message }: Diagnostic,
  page: Page,
  index: number,
): boolean {
  if (code !== "TS2307" && code !== "TS2882") return false;
  const specifier = /'(.+?)'/.exec(message)?.[1] ?? "";
  return specifier.startsWith("npm:") || page.willBring(specifier, index);
}

/** A name that only a cell further down declares. */
function aboutLater(one: Diagnostic, page: Page, index: number): Diagnostic {
  const name = unknownName.exec(one.message)?.[1];
  if (name === undefined || !page.isDeclaredBelow(name, index)) return one;
  return {
    ...one,
    severity: "warning",
    message: `'${name}' is declared by a cell further down: run that one first, or move it above this one.`,
    related: [],
  };
}
