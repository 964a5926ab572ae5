import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A notebook's folder with the given files, outside the repository: no node_modules above it. */
export class NotebookFolder {
  readonly path = mkdtempSync(join(tmpdir(), "romanesco-types-"));

  constructor(files: Record<string, string> = {}) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  remove(name = ""): void {
    rmSync(join(this.path, name), { recursive: true, force: true });
  }
}
