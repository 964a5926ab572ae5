/** The cells that ran, as far as functions need them that travel. */
export interface Cells {
  /** What is known of a top-level name of the cells, by its newest declaration; undefined for a name that no cell declares. */
  declaration(name: string): Declaration | undefined;
  /** All top-level names, imported ones too. */
  names(): string[];
  /** The value that a top-level name holds now. */
  value(name: string): unknown;
  /** What is known of a function that was written inside another one; undefined for any other function. */
  closure(fn: object): Closure | undefined;
  /** Specifiers of the modules that a cell and those before it imported for their effects, in order. */
  effects(file: string): string[];
  /** The source map (JSON) of a cell's compiled source, for stacks in workers. */
  sourceMap(file: string): string | undefined;
  /** Folder that relative imports of the cells start from. */
  readonly directory: string;
  /** URL that a specifier in a cell means. */
  resolve(specifier: string): string;
  /** URL of a module for `module.register` that lets a worker import local TypeScript files. */
  readonly typescriptLoader: string;
}

/**
 * What a notebook kernel tells this library about the cells it has run. The kernel puts an object of this shape at
 * `globalThis[Symbol.for("romanesco.notebook")]`; in plain Node there is none, and nothing here needs one.
 */
export interface Notebook extends Cells {
  /** The cell that runs now: output of work it starts belongs to it. */
  readonly currentCell: number;
  /**
   * What ends things that the running code attaches elsewhere, such as a listener to a control of another cell. All of it is
   * called when the cell, or the work beside the cells, runs again.
   */
  readonly attached: Set<() => void>;
  /**
   * A file descriptor, inherited by threads and given to child processes, that takes output frames (see
   * `pool/worker-output.ts`); it reaches the cell also while the main thread computes.
   */
  readonly outputFd: number;
  /**
   * Calls back when the person stops cells, with their numbers; with none when nothing runs: that ends what cells that
   * are over have left at work. Returns a function that takes the listener off.
   */
  onInterrupt(listener: (cells: readonly number[]) => void): () => void;
  /**
   * Says that the library ends this child process (right after its start) or worker thread when a cell is stopped, and
   * only if it works for that cell.
   */
  disown(childOrWorker: object): void;
  /** Shows a MIME bundle in the running cell; with a display id, again later in the same place. */
  display(
    data: Record<string, unknown>,
    options?: {
      metadata?: Record<string, unknown>;
      displayId?: string;
      update?: boolean;
      /** The cell it is shown under (default: the running one). */
      cell?: number;
      /** What is shown together with it, and never changes: written once, however often it is shown. */
      beside?: Record<string, unknown>;
    },
  ): void;
  /** The running cell is not over before this work settles, e.g. a picture still being drawn. */
  pending(work: Promise<unknown>): void;
  /**
   * Runs work beside the cells, such as what a moved control calls for: what it prints and displays goes to `output`, and Stop
   * ends it, whichever cell runs.
   * @param work ends with its promise, if it returns one
   */
  aside(output: AsideOutput, work: () => unknown): void;
  /** What takes the output of the running code if it is such work; it makes the pictures of figures, too. */
  readonly asideOutput: AsideOutput | undefined;
  /** Whether Stop has ended a process that the running code waited for: an error that comes of it is not the code's own. */
  readonly isStopping: boolean;
  /** Makes an error that of a cell, if that cell still runs. @returns whether it does */
  fail(error: unknown, cell: number): boolean;
  /** Shows any value, as a cell shows its last one. */
  displayValue(value: unknown): void;
  /** An error as a cell shows it, a line each: its frames are those of cells. */
  describe(error: unknown): string[];
  /** Opens a comm to the front ends. */
  createComm(
    targetName: string,
    data: object,
    options?: CommOptions,
  ): NotebookComm;
  /** Says who takes the comms that front ends open. */
  registerTarget(
    targetName: string,
    opened: (comm: NotebookComm, message: CommMessage) => void,
  ): void;
}

/** Takes what work beside the cells makes. */
export interface AsideOutput {
  stream(name: "stdout" | "stderr", text: string): void;
  /** @returns whether it took it; what it leaves, such as the update of a display of a cell's, goes its usual way */
  display(
    data: Record<string, unknown>,
    options: {
      metadata: Record<string, unknown>;
      displayId?: string;
      update: boolean;
    },
  ): boolean;
  clear(wait: boolean): void;
  /** What the work attaches; whoever runs it again calls it all (default: it stays). */
  readonly attached?: Set<() => void>;
}

export interface CommOptions {
  metadata?: object;
  /** Binary data beside the JSON. */
  buffers?: (ArrayBuffer | ArrayBufferView)[];
}

export interface CommMessage {
  data: object;
  metadata: object;
  buffers: Uint8Array[];
}

/** The notebook's end of a comm. */
export interface NotebookComm {
  readonly id: string;
  readonly isOpen: boolean;
  send(data: object, options?: CommOptions): void;
  close(): void;
  onMessage(listener: (message: CommMessage) => void): () => void;
  onClose(listener: () => void): () => void;
}

/** A top-level declaration of a cell. Positions and source are those of the cell's JavaScript, before any rewriting. */
export type Declaration =
  | ({ kind: "function" | "class"; name: string } & Source)
  | { kind: "import"; name: string; specifier: string; imported: string }
  | { kind: "variable"; name: string; constant: boolean };

/** An inner function, with a way to read what it captured. */
export interface Closure extends Source {
  captured: string[];
  /** Those of the captured names that it assigns. */
  capturedWrites: string[];
  /** An arrow that uses the `this` or `arguments` around it. */
  lexicalThis: boolean;
  /** Values of the captured names, in order. */
  read(): unknown[];
}

export interface Source {
  source: string;
  /** Script name of the cell. */
  file: string;
  /** Line, from 1, and column, from 0, at which `source` starts in the cell's JavaScript. */
  line: number;
  column: number;
  /** Names it uses and does not declare. */
  free: string[];
  /** Those of the free names that it assigns. */
  writes: string[];
}

const key = Symbol.for("romanesco.notebook");

/** The kernel this code runs in, or undefined in plain Node. */
export function findNotebook(): Notebook | undefined {
  return (globalThis as Record<symbol, unknown>)[key] as Notebook | undefined;
}

const cellsKey = Symbol.for("romanesco.cells");

/** The notebook's cells; in a worker those that it was sent. */
export function findCells(): Cells | undefined {
  return (
    findNotebook() ??
    ((globalThis as Record<symbol, unknown>)[cellsKey] as Cells | undefined)
  );
}

/** For workers. */
export function setCells(cells: Cells): void {
  (globalThis as Record<symbol, unknown>)[cellsKey] = cells;
}
