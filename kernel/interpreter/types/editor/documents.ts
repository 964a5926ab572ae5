import type { Overlay } from "../overlay.ts";
import { draftsName } from "../project.ts";
import type { TypeServer } from "../type-server.ts";
import { draftDocument, draftText, type DraftDocument } from "./draft-scope.ts";
import { documentOf, type Draft, type Page } from "./drafts.ts";

/**
 * The documents of cells that TypeScript's server has been shown. Opening one costs it some milliseconds, so only those are
 * open that a question needed.
 */
export class Documents {
  readonly #open = new Set<string>();
  readonly #server: TypeServer;

  constructor(server: TypeServer) {
    this.#server = server;
  }

  /**
   * Shows cells, and those above that they need, near or far.
   * @param known documents that stand as they are
   * @param whole one to be shown with its surroundings although it does not parse
   * @param wanted names of cells above to be known in that one although it does not use them yet
   */
  show(
    page: Page,
    indices: number[],
    overlay: Overlay,
    known: Map<Draft, DraftDocument>,
    whole?: Draft,
    wanted: readonly string[] = [],
  ): void {
    const waiting = indices.flatMap((index) => [
      page.drafts[index]!,
      ...augmenting(page, index, overlay),
    ]);
    for (let draft = waiting.pop(); draft; draft = waiting.pop()) {
      if (known.has(draft)) continue;
      const at = page.drafts.indexOf(draft);
      const more = draft === whole ? wanted : undefined;
      const document = draftDocument(page, at, overlay, more);
      known.set(draft, document);
      waiting.push(...document.needs);
    }
    for (const { name } of known.values()) this.#open.add(name);
    this.#refer();
    const texts = [...known].map(
      ([draft, one]) => [one.name, draftText(one, draft === whole)] as const,
    );
    this.#server.setDrafts(new Map(texts));
  }

  /** What a cell adds to the global scope or to a package shall not be there for cells that run. */
  hide(page: Page, index: number): void {
    for (const draft of page.drafts.slice(0, index + 1))
      if (augments(draft) && this.#open.has(documentOf(draft)))
        this.#server.setDocument(documentOf(draft), "");
  }

  /** Closes the documents of cells that no page has any more. */
  keep(pages: Iterable<Page>): void {
    const kept = new Set(
      [...pages].flatMap(({ drafts }) => drafts.map(documentOf)),
    );
    const gone = [...this.#open].filter((name) => !kept.has(name));
    if (gone.length === 0) return;
    for (const name of gone) this.#open.delete(name);
    this.#refer();
    for (const name of gone) this.#server.closeDocument(name);
  }

  /** A document that nothing refers to would make the server look for the project of folders above. */
  #refer(): void {
    const lines = [...this.#open].map(
      (name) => `/// <reference path="${name}" />\n`,
    );
    this.#server.setDocument(draftsName, lines.join(""));
  }
}

function augmenting(page: Page, index: number, overlay: Overlay): Draft[] {
  return page.drafts
    .slice(0, index)
    .filter((draft) => augments(draft) && !overlay.ran.has(draft.code));
}

function augments({ code, isTooMuch }: Draft): boolean {
  return !isTooMuch && /^[ \t]*declare[ \t]+(global|module)\b/m.test(code);
}
