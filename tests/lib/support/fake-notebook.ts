import type { Notebook } from "../../../lib/notebook.ts";

const key = Symbol.for("romanesco.notebook");

/** A notebook without cells: output, interrupts and displays only. */
export class FakeNotebook implements Partial<Notebook> {
  currentCell = 1;
  readonly directory = process.cwd();
  readonly displays: Record<string, unknown>[] = [];
  readonly #listeners = new Set<(cells: readonly number[]) => void>();

  constructor(readonly outputFd: number) {}

  install(): void {
    (globalThis as Record<symbol, unknown>)[key] = this;
  }

  remove(): void {
    delete (globalThis as Record<symbol, unknown>)[key];
  }

  names(): string[] {
    return [];
  }

  declaration(): undefined {
    return undefined;
  }

  closure(): undefined {
    return undefined;
  }

  value(): undefined {
    return undefined;
  }

  onInterrupt(listener: (cells: readonly number[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** @param cells those that are stopped (default: the one that runs) */
  interrupt(cells: number[] = [this.currentCell]): void {
    for (const listener of [...this.#listeners]) listener(cells);
  }

  disown(): void {}

  display(
    data: Record<string, unknown>,
    { beside }: { beside?: Record<string, unknown> } = {},
  ): void {
    this.displays.push({ ...beside, ...data });
  }

  pending(): void {}
}
