import { closeSync, ftruncateSync, openSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file of this size is emptied when its worker is idle. */
const largeBytes = 1_000_000;

/** A file that home shares with a worker process by its descriptor: nobody else can open it, and nothing of it stays behind. */
export class UnnamedFile {
  readonly descriptor: number;
  #freed = 0;

  /** @throws when there is no room for a file, or no right to make one */
  constructor() {
    const path = join(
      tmpdir(),
      `romanesco-${process.pid}-${Math.random().toString(36).slice(2)}`,
    );
    this.descriptor = openSync(path, "wx+", 0o600);
    unlinkSync(path);
  }

  /**
   * The worker is idle, and all is read. Of the file nothing is left but its length: what is written from here on takes no
   * more room.
   * @param end of what was written
   */
  free(end: number): void {
    if (end - this.#freed < largeBytes) return;
    ftruncateSync(this.descriptor, 0);
    this.#freed = end;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
