import type { Debugger } from "node:inspector";
import { basename } from "node:path";
import type { StackFrame } from "../debug-adapter.ts";
import { labelOf, pathOf } from "./script-url.ts";
import type { Scripts } from "./scripts.ts";
import type { Position } from "./segments.ts";
import type { Sources } from "./sources.ts";

/** A call that a front end is shown. */
export interface ShownFrame {
  shown: StackFrame;
  v8: Debugger.CallFrame;
}

/** Whose code a call is in; that around a cell's own is ours. */
export type Owner = "person" | "package" | "kernel" | "node";

/** Numbers are given once: the panel of calls moves only when they are new at each stop. */
let lastFrameId = 0;

/** Turns V8's calls into those that a person has made. */
export class Frames {
  readonly #sources: Sources;
  readonly #scripts: Scripts;
  /** Whether they are of a worker thread, where functions of cells are compiled one by one. */
  readonly #inWorker: boolean;
  /** What the URLs of the kernel's own files begin with, decoded. */
  readonly #ownFolder: string;

  constructor(
    sources: Sources,
    scripts: Scripts,
    ownFolder: string,
    inWorker = false,
  ) {
    this.#sources = sources;
    this.#scripts = scripts;
    this.#inWorker = inWorker;
    this.#ownFolder = ownFolder;
  }

  ownerOf(frame: Debugger.CallFrame): Owner {
    const { location, url } = frame;
    const { scriptId } = location;
    if (this.#scripts.cellOf(scriptId))
      return this.#placeOf(frame) ? "person" : "kernel";
    const path = pathOf(this.#scripts.urlOf(scriptId) || url);
    return path === undefined ? "node" : this.ownerOfFile(path);
  }

  ownerOfFile(path: string): Owner {
    if (path.startsWith(this.#ownFolder)) return "kernel";
    return path.includes("/node_modules/") ? "package" : "person";
  }

  /** A file's name, and of a package its own before it. */
  nameOfFile(path: string): string {
    const folder = "/node_modules/";
    const at = path.lastIndexOf(folder);
    return at < 0 ? basename(path) : path.slice(at + folder.length);
  }

  /** Those of the person's and of packages, the newest call first. */
  show(callFrames: Debugger.CallFrame[]): ShownFrame[] {
    return callFrames.flatMap((v8) => {
      const owner = this.ownerOf(v8);
      if (owner === "kernel" || owner === "node") return [];
      return [{ v8, shown: this.#show(v8, owner) }];
    });
  }

  #show(v8: Debugger.CallFrame, owner: Owner): StackFrame {
    const { location, functionName } = v8;
    const cell = this.#scripts.cellOf(location.scriptId);
    const place = this.#placeOf(v8) ?? positionOf(location);
    const url = this.#scripts.urlOf(location.scriptId) || v8.url;
    const path = pathOf(url) ?? url;
    const source = cell
      ? this.#sources.sourceOf(cell)
      : { name: basename(path), path };
    return {
      id: ++lastFrameId,
      name: functionName || this.#nameOf(v8),
      source,
      line: place.line + 1,
      column: place.column + 1,
      presentationHint: owner === "package" ? "subtle" : "normal",
    };
  }

  /** Where a call stands in its cell; undefined in another file, and in what is ours. */
  #placeOf(frame: Debugger.CallFrame): Position | undefined {
    const { location, functionLocation } = frame;
    const cell = this.#scripts.cellOf(location.scriptId);
    const running = positionOf(location);
    if (!cell || !this.#inWorker) return cell?.find(running);
    const begin = functionLocation && positionOf(functionLocation);
    return begin && cell.isPiece(begin)
      ? undefined
      : cell.findInWorker(running);
  }

  /** Of a call of something that has no name of its own. */
  #nameOf({ location, functionLocation }: Debugger.CallFrame): string {
    const { scriptId } = location;
    const cell = this.#scripts.cellOf(scriptId);
    const isBody =
      !this.#inWorker &&
      functionLocation &&
      cell?.isBody(positionOf(functionLocation));
    if (cell) return isBody ? cell.label : "(anonymous)";
    return labelOf(this.#scripts.urlOf(scriptId));
  }
}

export function positionOf({
  lineNumber,
  columnNumber = 0,
}: Debugger.Location) {
  return { line: lineNumber, column: columnNumber };
}
