import { types } from "node:util";
import type { AsideOutput, Notebook } from "../../../lib/notebook.ts";
import { withLargeWritten } from "../../display/large-json.ts";
import type { Display, MimeBundle } from "../../display/mime-bundle.ts";
import { withAlt } from "../../display/image.ts";
import { plainText } from "../../display/plain-text.ts";
import {
  isBundle,
  toJsonBundle,
  toMimeBundle,
} from "../../display/to-mime-bundle.ts";
import type { Asides } from "./asides.ts";
import { Attachments } from "./attachments.ts";
import type { CellRunner } from "./cell-runner.ts";
import type { Comms } from "./comms.ts";
import type { Declarations } from "./declarations.ts";
import type { Importer } from "./importer.ts";
import type { Stacks } from "./stacks.ts";

export interface DisplayOptions {
  metadata?: Record<string, unknown>;
  /** What a picture shows, in words. */
  alt?: string;
  displayId?: string;
  update?: boolean;
  /** The cell it is shown under (default: the running one). */
  cell?: number;
  /** The value is a MIME bundle already (default false). */
  raw?: boolean;
  /** What is shown together with it, and never changes: written once, however often it is shown. */
  beside?: MimeBundle;
}

interface Parts {
  directory: string;
  outputFd: number;
  declarations: Declarations;
  stacks: Stacks;
  importer: Importer;
  runner: CellRunner;
  asides: Asides;
  comms: Comms;
  currentCell(): number;
  isStopping(): boolean;
  show(display: Display, options: DisplayOptions): void;
  disown(thing: object): void;
}

/**
 * What cells and libraries see of the kernel. A library finds it at `globalThis[Symbol.for("romanesco.notebook")]`.
 */
export class NotebookBridge implements Notebook {
  readonly #interruptListeners = new Set<(cells: readonly number[]) => void>();

  /** Bundles as they go to the front ends, while somebody holds them. */
  readonly #written = new WeakMap<MimeBundle, MimeBundle>();

  readonly #attachments = new Attachments();

  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get currentCell(): number {
    return this.#parts.currentCell();
  }

  get attached(): Set<() => void> {
    const { asideOutput, currentCell } = this;
    return asideOutput?.attached ?? this.#attachments.of(currentCell);
  }

  /** A cell begins: what it attached when it ran before ends. */
  begin(cell: number, id: string | undefined): void {
    this.#attachments.begin(cell, id);
  }

  get outputFd(): number {
    return this.#parts.outputFd;
  }

  get directory(): string {
    return this.#parts.directory;
  }

  names(): string[] {
    return this.#parts.declarations.names();
  }

  declaration(name: string) {
    return this.#parts.declarations.declaration(name);
  }

  value(name: string): unknown {
    return this.#parts.declarations.value(name);
  }

  closure(fn: object) {
    return this.#parts.declarations.closure(fn);
  }

  effects(file: string): string[] {
    return this.#parts.declarations.effects(file);
  }

  sourceMap(file: string): string | undefined {
    return this.#parts.stacks.sourceMap(file);
  }

  resolve(specifier: string): string {
    return this.#parts.importer.resolveForWorkers(specifier);
  }

  get typescriptLoader(): string {
    return this.#parts.importer.typescriptLoader;
  }

  onInterrupt(listener: (cells: readonly number[]) => void): () => void {
    this.#interruptListeners.add(listener);
    return () => void this.#interruptListeners.delete(listener);
  }

  display(data: MimeBundle, options: DisplayOptions = {}): void {
    const { metadata = {}, beside } = options;
    const bundle = { ...(beside && this.#once(beside)), ...toJsonBundle(data) };
    this.#show({ data: bundle, metadata }, options);
  }

  #show(display: Display, options: DisplayOptions): void {
    const { alt } = options;
    const described = alt === undefined ? display : withAlt(display, alt);
    this.#parts.show(described, options);
  }

  #once(bundle: MimeBundle): MimeBundle {
    if (this.asideOutput) return toJsonBundle(bundle);
    const known = this.#written.get(bundle);
    if (known) return known;
    const display = { data: toJsonBundle(bundle), metadata: {} };
    const { data } = withLargeWritten(display);
    this.#written.set(bundle, data);
    return data;
  }

  pending(work: Promise<unknown>): void {
    this.#parts.runner.hold(work);
  }

  disown(thing: object): void {
    this.#parts.disown(thing);
  }

  aside(output: AsideOutput, work: () => unknown): void {
    this.#parts.asides.run(output, work);
  }

  fail(error: unknown, cell: number): boolean {
    return this.#parts.runner.fail(cell, error);
  }

  get asideOutput(): AsideOutput | undefined {
    return this.#parts.asides.outputOf(this.currentCell);
  }

  get isStopping(): boolean {
    return this.#parts.isStopping();
  }

  describe(error: unknown): string[] {
    return this.#parts.stacks.describe(error);
  }

  get createComm(): Comms["create"] {
    const { comms } = this.#parts;
    return comms.create.bind(comms);
  }

  get registerTarget(): Comms["registerTarget"] {
    const { comms } = this.#parts;
    return comms.registerTarget.bind(comms);
  }

  interrupted(cells: readonly number[]): void {
    for (const listener of [...this.#interruptListeners])
      try {
        listener(cells);
      } catch {
        // One listener's bug must not keep the others from stopping their workers.
      }
  }

  /** The global `display(value)`: shows any value now, in order with what is printed. */
  displayValue(value: unknown, options: DisplayOptions = {}): void {
    const { displayId, update } = options;
    if (options.raw) return this.display(checkBundle(value), options);
    const show = ({ data, metadata }: Display) => {
      // A figure has put itself on the page by now: an empty output beside it would be saved.
      if (isEmpty(data)) return;
      this.#show(
        { data, metadata: { ...metadata, ...options.metadata } },
        options,
      );
    };
    const display = toMimeBundle(value, { displayId, update });
    if (types.isPromise(display)) this.pending(display.then(show));
    else show(display);
  }
}

function isEmpty(data: MimeBundle): boolean {
  return Object.keys(data).length === 0;
}

function checkBundle(value: unknown): MimeBundle {
  if (isBundle(value)) return value;
  throw new TypeError(
    'display(value, { raw: true }) takes a MIME bundle, such as { "text/html": "<b>1</b>" }; ' +
      `got ${plainText(value)}. Without raw, display shows any value.`,
  );
}
