import { existsSync } from "node:fs";
import type { Debugger } from "node:inspector";
import type { CompiledCell } from "../cell/compiled-cell.ts";
import type { Breakpoint, SourceBreakpoint } from "../debug-adapter.ts";
import type { BreakLocation, DebuggedCell } from "./debugged-cell.ts";
import type { Position } from "./segments.ts";
import type { Sources } from "./sources.ts";
import type { Scripts } from "./scripts.ts";
import { fileUrlRegex, scriptUrlRegex } from "./script-url.ts";
import type { V8Debugger } from "./v8-debugger.ts";

interface Parts {
  v8: V8Debugger;
  sources: Sources;
  scripts: Scripts;
  /** A cell that has not run, as it would run now; undefined when it does not compile. */
  compile(code: string): Promise<CompiledCell | undefined>;
  /** For threads that have some of their own. */
  changed(): Promise<void> | void;
  /** What V8 is to evaluate before it stops; undefined when it always stops. @throws DebugError */
  toCondition(asked: SourceBreakpoint): Promise<string | undefined>;
}

/** A breakpoint that a person has set, and V8's for it: one for each time the cell has run. */
interface SetBreakpoint {
  asked: SourceBreakpoint;
  shown: Breakpoint;
  condition?: string;
  v8: string[];
}

/** What it takes until V8 stops at a line again: for a hit condition. */
export interface Hit {
  id: number;
  hitCondition?: string;
}

/** One of V8's in a worker thread. */
export interface WorkerBreakpoint extends Hit {
  urlRegex: string;
  at: Position;
  condition?: string;
}

/**
 * The breakpoints, by the name of their text. A cell's are given to V8 before the cell runs, by the label under which it
 * will: V8 names its script only then.
 */
export class Breakpoints {
  #lastId = 0;
  readonly #bySource = new Map<string, SetBreakpoint[]>();
  readonly #byV8 = new Map<string, SetBreakpoint>();
  /** One source after the other: a second click comes before the first is done. */
  #turn: Promise<unknown> = Promise.resolve();

  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** For each source, those that are set: what a front end that joins is told. */
  get all(): { source: string; breakpoints: SourceBreakpoint[] }[] {
    return [...this.#bySource].map(([source, set]) => ({
      source,
      breakpoints: set.map(({ asked, shown }) => ({
        ...asked,
        line: shown.line,
      })),
    }));
  }

  /** In place of those that the source had. */
  set(path: string, asked: SourceBreakpoint[]): Promise<Breakpoint[]> {
    const done = this.#turn.then(() => this.#set(path, asked));
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Before a cell runs. */
  async bindNew(cell: DebuggedCell, compiled: CompiledCell): Promise<void> {
    const set = this.#bySource.get(this.#parts.sources.pathOf(cell));
    if (!set?.length) return;
    const locations = await this.#probe(cell, compiled);
    await this.#bind(set, cell, locations);
    await this.#parts.changed();
  }

  /** For worker threads: where the functions of cells stand there, and what to ask before a stop. */
  *inWorkers(): Iterable<WorkerBreakpoint> {
    for (const [path, set] of this.#bySource)
      for (const { shown, condition, asked } of set) {
        if (!shown.verified) continue;
        const { hitCondition } = asked;
        for (const place of this.#placesInWorkers(path, shown.line - 1))
          yield { ...place, condition, id: shown.id, hitCondition };
      }
  }

  #placesInWorkers(path: string, line: number) {
    const { sources } = this.#parts;
    if (!sources.isCell(path))
      return [{ urlRegex: fileUrlRegex(path), at: { line, column: 0 } }];
    return sources.cellsAt(path).flatMap((cell) => {
      const urlRegex = scriptUrlRegex(cell.label);
      return cell.inWorkers(line).map((at) => ({ urlRegex, at }));
    });
  }

  /** Before another process runs what this one did. */
  async bindFiles(): Promise<void> {
    for (const [path, set] of this.#bySource)
      if (!this.#parts.sources.isCell(path)) await this.#bindFile(path, set);
  }

  /** What V8 has stopped at. */
  hitsOf(v8Ids: string[]): Hit[] {
    return v8Ids.flatMap((v8Id) => {
      const set = this.#byV8.get(v8Id);
      const { hitCondition } = set?.asked ?? {};
      return set ? [{ id: set.shown.id, hitCondition }] : [];
    });
  }

  /** The process has ended, and V8's part with it. */
  forgetRuntime(): void {
    this.#byV8.clear();
    for (const set of this.#bySource.values())
      for (const each of set) each.v8 = [];
  }

  clear(): void {
    this.forgetRuntime();
    this.#bySource.clear();
  }

  async #set(path: string, asked: SourceBreakpoint[]): Promise<Breakpoint[]> {
    await this.#remove(path);
    const set = await Promise.all(asked.map((each) => this.#make(path, each)));
    if (set.length) this.#bySource.set(path, set);
    if (this.#parts.sources.isCell(path)) await this.#bindCells(path, set);
    else await this.#bindFile(path, set);
    await this.#parts.changed();
    return set.map(({ shown }) => shown);
  }

  /** A file's types are taken out as a cell's are: its lines stay. */
  async #bindFile(path: string, set: SetBreakpoint[]): Promise<void> {
    if (!existsSync(path)) return refuse(set, `there is no file ${path}`);
    for (const each of set) {
      if (!each.shown.verified) continue;
      const at = { line: each.asked.line - 1, column: 0 };
      const found = await this.#bindOne(each, fileUrlRegex(path), at);
      const [location] = found ?? [];
      if (location) each.shown.line = location.lineNumber + 1;
    }
  }

  async #bindCells(path: string, set: SetBreakpoint[]): Promise<void> {
    let isThere = false;
    for (const cell of this.#parts.sources.cellsAt(path)) {
      const scriptId = this.#parts.scripts.idOf(cell);
      if (scriptId === undefined) continue;
      // V8 lets go of code that nothing can run any more.
      const locations = await this.#locate(cell, scriptId).catch(() => {});
      if (!locations) continue;
      isThere = true;
      await this.#bind(set, cell, locations);
    }
    if (!isThere) await this.#foresee(path, set);
  }

  async #make(path: string, asked: SourceBreakpoint): Promise<SetBreakpoint> {
    const id = ++this.#lastId;
    const { name } = this.#parts.sources.sourceAt(path);
    const source = { name, path };
    const shown = { id, verified: true, line: asked.line, source };
    try {
      const condition = await this.#parts.toCondition(asked);
      return { asked, shown, condition, v8: [] };
    } catch (error) {
      const { message } = error as Error;
      const refused = { ...shown, verified: false, message };
      return { asked, shown: refused, v8: [] };
    }
  }

  async #remove(path: string): Promise<void> {
    const old = this.#bySource.get(path) ?? [];
    this.#bySource.delete(path);
    for (const breakpointId of old.flatMap(({ v8 }) => v8)) {
      this.#byV8.delete(breakpointId);
      await this.#parts.v8.ask("Debugger.removeBreakpoint", { breakpointId });
    }
  }

  /** Where they will be, once the cell runs. */
  async #foresee(path: string, set: SetBreakpoint[]): Promise<void> {
    const code = this.#parts.sources.textOf(path);
    if (code === undefined) return;
    const compiled = await this.#parts.compile(code);
    if (!compiled) return;
    const cell = this.#parts.sources.preview(code, compiled);
    const locations = await this.#probe(cell, compiled);
    for (const each of set) place(each, locations);
  }

  async #bind(
    set: SetBreakpoint[],
    cell: DebuggedCell,
    locations: BreakLocation[],
  ): Promise<void> {
    for (const each of set) {
      const location = place(each, locations);
      if (!location || !each.shown.verified) continue;
      await this.#bindOne(each, scriptUrlRegex(cell.label), location.running);
    }
  }

  /** @returns where it stands in code that is there already */
  async #bindOne(
    set: SetBreakpoint,
    urlRegex: string,
    { line: lineNumber, column: columnNumber }: Position,
  ): Promise<Debugger.Location[] | undefined> {
    const { condition } = set;
    const asked = { urlRegex, lineNumber, columnNumber, condition };
    try {
      const { breakpointId, locations } = await this.#parts.v8.ask(
        "Debugger.setBreakpointByUrl",
        asked,
      );
      set.v8.push(breakpointId);
      this.#byV8.set(breakpointId, set);
      return locations;
    } catch {
      // Another line's breakpoint has come to stand there.
      return undefined;
    }
  }

  /** V8's places in code that is about to run: evaluated, it is a function that nobody calls. */
  async #probe(
    cell: DebuggedCell,
    { code }: CompiledCell,
  ): Promise<BreakLocation[]> {
    const objectGroup = "breakpoints";
    const scriptId = await this.#parts.scripts.scriptOf((sourceURL) =>
      this.#parts.v8.ask("Runtime.evaluate", {
        expression: `${code}\n//# sourceURL=${sourceURL}`,
        objectGroup,
        silent: true,
      }),
    );
    const locations = scriptId ? await this.#locate(cell, scriptId) : [];
    void this.#parts.v8.ask("Runtime.releaseObjectGroup", { objectGroup });
    return locations;
  }

  async #locate(
    cell: DebuggedCell,
    scriptId: string,
  ): Promise<BreakLocation[]> {
    const { locations } = await this.#parts.v8.ask(
      "Debugger.getPossibleBreakpoints",
      { start: { scriptId, lineNumber: 0, columnNumber: 0 } },
    );
    return cell.locate(
      locations.map(({ lineNumber, columnNumber = 0 }): Position => ({
        line: lineNumber,
        column: columnNumber,
      })),
    );
  }
}

/** The first place at or behind its line; its line is that place's from then on. */
function place(
  { asked, shown }: SetBreakpoint,
  locations: BreakLocation[],
): BreakLocation | undefined {
  const found = locations.find(({ written }) => written.line >= asked.line - 1);
  if (found) shown.line = found.written.line + 1;
  else Object.assign(shown, { verified: false, message: nothingToRun });
  return found;
}

function refuse(set: SetBreakpoint[], message: string): void {
  for (const { shown } of set)
    Object.assign(shown, { verified: false, message });
}

const nothingToRun = "no code runs at this line or behind it";
