import { SourceMap } from "node:module";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { frameText } from "./stored-modules.ts";

/** Writes stacks in a worker: frames of cells with the cell's own lines, no frames of the worker's machinery. */
export class WorkerStacks {
  readonly #maps = new Map<string, { json: string; map?: SourceMap }>();
  readonly #cells = new Set<string>();

  /** A cell's code comes; without a map its places are those of the cell. */
  addCell(file: string): void {
    this.#cells.add(file);
  }

  add(file: string, json: string): void {
    this.#maps.set(file, { json });
  }

  install(): void {
    Error.prepareStackTrace = (error, frames) => {
      const lines = frames.flatMap((frame) => this.#formatFrame(frame) ?? []);
      return [headline(error), ...lines].join("\n");
    };
  }

  #formatFrame(frame: NodeJS.CallSite): string | undefined {
    const file = frame.getFileName();
    if (!file || file.startsWith("node:") || isOwn(file)) return undefined;
    const known = this.#maps.get(file);
    if (!known && !this.#cells.has(file))
      return `    at ${frameText(frame, file, frame.getFunctionName())}`;
    if (!known)
      return formatPlace(
        frame,
        file,
        frame.getLineNumber() ?? 1,
        frame.getColumnNumber() ?? 1,
      );
    known.map ??= new SourceMap(JSON.parse(known.json));
    const entry = known.map.findEntry(
      (frame.getLineNumber() ?? 1) - 1,
      (frame.getColumnNumber() ?? 1) - 1,
    );
    if (!("originalLine" in entry)) return undefined;
    return formatPlace(
      frame,
      file,
      entry.originalLine + 1,
      entry.originalColumn + 1,
    );
  }
}

function formatPlace(
  frame: NodeJS.CallSite,
  file: string,
  line: number,
  column: number,
): string {
  const where = `${basename(file)}:${line}:${column}`;
  const name = frame.getFunctionName();
  return name ? `    at ${name} (${where})` : `    at ${where}`;
}

const ownFolder = new URL("./", import.meta.url);
const ownPath = fileURLToPath(ownFolder);

/** Whether it is one of this library's own built files: modules have URLs, and the worker's file has a path. */
function isOwn(file: string): boolean {
  return file.startsWith(ownFolder.href) || file.startsWith(ownPath);
}

function headline(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}
