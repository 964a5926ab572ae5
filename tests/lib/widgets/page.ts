import { AsyncLocalStorage } from "node:async_hooks";
import type {
  AsideOutput,
  CommMessage,
  CommOptions,
  Notebook,
  NotebookComm,
} from "../../../lib/notebook.ts";

interface Sent {
  comm: string;
  data: Record<string, unknown>;
  buffers: unknown[];
}

type Shown = {
  data: Record<string, unknown>;
  displayId?: string;
  update: boolean;
};

/** A notebook with a page, as widgets see both: what is sent to the page is kept, and what the page says is said here. */
export class Page {
  readonly opened: { id: string; target: string; data: { state?: object } }[] =
    [];
  readonly sent: Sent[] = [];
  readonly shown: Shown[] = [];
  readonly #comms = new Map<string, (message: CommMessage) => void>();
  readonly #targets = new Map<
    string,
    (comm: NotebookComm, message: CommMessage) => void
  >();
  readonly #closers = new Map<string, () => void>();
  readonly #stops = new Set<(cells: readonly number[]) => void>();
  readonly #aside = new AsyncLocalStorage<AsideOutput>();
  readonly #attached = new Set<() => void>();

  constructor() {
    const running = () => this.#aside.getStore();
    const attached = this.#attached;
    const notebook: Partial<Notebook> = {
      currentCell: 1,
      get attached() {
        return running()?.attached ?? attached;
      },
      get asideOutput() {
        return running();
      },
      createComm: (target, data) => this.#open(target, data),
      registerTarget: (name, opened) => void this.#targets.set(name, opened),
      display: (data, { beside, ...options } = {}) =>
        this.#display({ ...beside, ...data }, options),
      displayValue: (value) =>
        this.#display({ "text/plain": String(value) }, {}),
      pending: () => undefined,
      onInterrupt: (listener) => {
        this.#stops.add(listener);
        return () => void this.#stops.delete(listener);
      },
      aside: (output, work) => void this.#aside.run(output, work),
      fail: () => false,
      describe: (error) => [String(error), "    at cell [1]:2:3"],
    };
    Object.assign(globalThis, {
      [Symbol.for("romanesco.notebook")]: notebook,
    });
  }

  /** What a front end says to a widget. */
  say(id: string, data: object, buffers: Uint8Array[] = []): void {
    // As it comes over the wire.
    const copy = JSON.parse(JSON.stringify(data)) as object;
    this.#comms.get(id)!({ data: copy, metadata: {}, buffers });
  }

  /** A front end moves a control. */
  move(id: string, state: object): void {
    this.say(id, { method: "update", state, buffer_paths: [] });
  }

  /** A front end that knows no such widget closes its comm. */
  close(id: string): void {
    this.#closers.get(id)!();
  }

  /** A front end opens a comm, and says the first thing. */
  ask(target: string, data: object): Record<string, unknown> {
    const comm = this.#open(target, {});
    this.#targets.get(target)!(comm, { data, metadata: {}, buffers: [] });
    this.#comms.get(comm.id)?.({ data, metadata: {}, buffers: [] });
    return this.sent.findLast((each) => each.comm === comm.id)?.data ?? {};
  }

  /** What was sent about a widget, without echoes. */
  updatesOf(id: string): unknown[] {
    return this.sent
      .filter(({ comm, data }) => comm === id && data["method"] === "update")
      .map(({ data }) => data["state"]);
  }

  /** The cell that made everything runs again. */
  runAgain(): void {
    for (const end of this.#attached) end();
    this.#attached.clear();
  }

  /** Stop. */
  stop(): void {
    for (const listener of this.#stops) listener([]);
  }

  #display(data: Record<string, unknown>, options: object): void {
    const shown = { update: false, ...options };
    const shape = { metadata: {}, ...shown };
    if (!("cell" in options) && this.#aside.getStore()?.display(data, shape))
      return;
    // As it is now: what a list holds may change later.
    this.shown.push({ data: structuredClone(data), ...shown });
  }

  #open(target: string, data: object): NotebookComm {
    const id = `${target}-${this.opened.length}`;
    this.opened.push({ id, target, data });
    let isOpen = true;
    const closed: (() => void)[] = [];
    this.#closers.set(id, () => {
      isOpen = false;
      for (const listener of closed) listener();
    });
    return {
      id,
      get isOpen() {
        return isOpen;
      },
      send: (said: object, { buffers = [] }: CommOptions = {}) =>
        void this.sent.push({
          comm: id,
          data: JSON.parse(JSON.stringify(said)) as Sent["data"],
          buffers,
        }),
      close: () => void (isOpen = false),
      onMessage: (listener) => {
        this.#comms.set(id, listener);
        return () => void this.#comms.delete(id);
      },
      onClose: (listener) => {
        closed.push(listener);
        return () => undefined;
      },
    };
  }
}
