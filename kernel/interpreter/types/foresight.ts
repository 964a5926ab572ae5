import { questionsBelow, type CellDocument } from "./cell-document.ts";
import type { Checker } from "./checker.ts";
import { findCandidates } from "./narrowing.ts";
import type { Overlay } from "./overlay.ts";
import type { TypeServer } from "./type-server.ts";
import { isHeavy } from "./weight.ts";

/**
 * Asks for the types of what a cell declares while it is checked, compiled and run, for it will hardly fail: the checker
 * that finds its errors is another one, on another core.
 */
export class Foresight {
  #asked?: {
    revision: number;
    offsets: string;
    types: Promise<(string | undefined)[]>;
  };

  readonly #checker: Checker;
  readonly #server: TypeServer;

  constructor(checker: Checker, server: TypeServer) {
    this.#checker = checker;
    this.#server = server;
  }

  /**
   * Only if that takes no other text: what is asked of expressions stands below the cell, and errors would be found in it.
   * @param cell as the server is shown it
   */
  ask(cell: CellDocument, overlay: Overlay): void {
    const { questions, names, code, broken } = cell;
    if (!questions.length || broken || isHeavy(code)) return;
    if (!this.#checker.isOpen || findCandidates(names, overlay).length) return;
    const { offsets, more } = questionsBelow(cell, questions);
    if (more || this.typesAt(offsets)) return;
    // Before the errors are asked for: the process answers in order, and takes in a document sooner than it finds those.
    this.#server.takeIn(cell.name).catch(() => {});
    const types = this.#checker.typesAt(cell.name, offsets);
    // Whoever needs them hears of it, and if the cell does not run, nobody does.
    types.catch(() => {});
    const { revision } = this.#server;
    this.#asked = { revision, offsets: String(offsets), types };
  }

  /** The types at places of the document as it stands, if these have been asked for. */
  typesAt(offsets: number[]): Promise<(string | undefined)[]> | undefined {
    const asked = this.#asked;
    return asked?.revision === this.#server.revision &&
      asked.offsets === String(offsets)
      ? asked.types
      : undefined;
  }

  /** Once nothing is being asked for. To be awaited before documents are changed behind the server's revision. */
  async settled(): Promise<void> {
    await this.#asked?.types.catch(() => {});
  }
}
