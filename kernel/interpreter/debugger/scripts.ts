import type { DebuggedCell } from "./debugged-cell.ts";
import { labelOf, pathOf } from "./script-url.ts";
import type { Sources } from "./sources.ts";

/** What V8 has compiled in one thread, by the numbers that it gives there. */
export class Scripts {
  #probes = 0;
  /** Pieces of code that V8 is to name, by their URL. */
  readonly #awaited = new Map<string, (scriptId: string) => void>();
  readonly #urls = new Map<string, string>();
  readonly #byLabel = new Map<string, string>();

  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** The number of a cell that has run here. */
  idOf({ label }: DebuggedCell): string | undefined {
    return this.#byLabel.get(label);
  }

  forget(): void {
    this.#urls.clear();
    this.#byLabel.clear();
  }

  /** V8 has compiled something. */
  parsed({ scriptId, url }: { scriptId: string; url: string }): void {
    const probe = this.#awaited.get(url);
    if (probe) return probe(scriptId);
    this.#urls.set(scriptId, url);
    this.#byLabel.set(labelOf(url), scriptId);
  }

  /** @param compile has V8 compile something under a URL @returns the number that V8 gives it */
  async scriptOf(
    compile: (url: string) => Promise<unknown>,
  ): Promise<string | undefined> {
    const url = `romanesco:probe-${++this.#probes}`;
    let found: string | undefined;
    this.#awaited.set(url, (scriptId) => (found = scriptId));
    // V8 tells of it before it answers.
    await compile(url).finally(() => this.#awaited.delete(url));
    return found;
  }

  /** @returns an empty text for what has no name, such as what a debugger evaluates */
  urlOf(scriptId: string): string {
    return this.#urls.get(scriptId) ?? "";
  }

  /** Paths of what is loaded, but for cells. */
  get files(): string[] {
    const urls = [...this.#urls.values()].filter(
      (url) => !this.#sources.cell(labelOf(url)),
    );
    const paths = new Set(urls.flatMap((url) => pathOf(url) ?? []));
    return [...paths].filter((path) => /\.\w+$/.test(path));
  }

  /** The cell that a script is, if it is one. */
  cellOf(scriptId: string): DebuggedCell | undefined {
    return this.#sources.cell(labelOf(this.urlOf(scriptId)));
  }
}
