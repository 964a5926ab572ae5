import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  findNotebook,
  type CommMessage,
  type NotebookComm,
} from "../notebook.ts";
import { type BufferPath, joinBuffers, separateBuffers } from "./buffers.ts";

/** Of Jupyter's widget messages: https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md */
export const protocolVersion = "2.1.0";
const referencePrefix = "IPY_MODEL_";

/** What a front end says about a widget. */
interface WidgetMessage {
  method?: unknown;
  state?: Record<string, unknown>;
  buffer_paths?: BufferPath[];
  content?: unknown;
}

export type State = Record<string, unknown>;

/** Hears of a value that is another, the one before, and whether a page changed it. */
export type Listener = (value: never, before: never, byPage: boolean) => void;

/** Who hears of a model. */
export interface ModelHooks {
  /** What becomes of a value that a front end sets (default: the value). @param state as it was */
  accept?(name: string, value: unknown, state: Readonly<State>): unknown;
  /** A message of the widget's own. */
  heard?(content: unknown, buffers: Uint8Array[]): void;
}

/** The open models by their ids. */
const models = new Map<string, Model>();
/** Hears of every change, whoever made it. */
const watchers = new Set<(model: Model, byPage: boolean) => void>();

/** All widgets that are open, those first that were made first. */
export function openModels(): ReadonlyMap<string, Model> {
  return models;
}

/** @param watcher hears also whether a page made the change */
export function watchModels(
  watcher: (model: Model, byPage: boolean) => void,
): void {
  watchers.add(watcher);
}

/**
 * The kernel's end of a widget: a state of names and values that front ends have too. Setting a value here sends it to all
 * of them; one that is set there comes here, and goes to the others.
 */
export class Model {
  readonly modelId: string;
  readonly #state: State;
  /** What it is called on the wire. */
  readonly #names: State;
  readonly #defaults: State;
  readonly #hooks: ModelHooks;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #comm: NotebookComm | undefined;

  constructor(
    names: State,
    state: State,
    { hooks = {}, defaults = {}, comm }: Opening = {},
  ) {
    this.#names = names;
    this.#defaults = defaults;
    this.#hooks = hooks;
    this.#state = { ...defaults, ...state };
    this.#comm = comm ?? this.#open();
    this.modelId = this.#comm?.id ?? randomUUID();
    models.set(this.modelId, this);
    this.#comm?.onMessage((message) => this.#receive(message));
    // A page that cannot draw a widget closes its comm: what it shows, and other widgets show of it, stays.
    if (comm) comm.onClose(() => this.#forget());
  }

  #open(): NotebookComm | undefined {
    const { state, buffer_paths, buffers } = separateBuffers(
      toWire({ ...this.#names, ...this.#changed() }) as object,
    );
    return findNotebook()?.createComm(
      "jupyter.widget",
      { state, buffer_paths },
      { metadata: { version: protocolVersion }, buffers },
    );
  }

  /** What its wire names are: `_model_name` and so on. */
  get names(): Readonly<State> {
    return this.#names;
  }

  /** What differs from what every front end begins with. */
  #changed(): State {
    return Object.fromEntries(
      Object.entries(this.#state).filter(
        ([name, value]) => !isDeepStrictEqual(value, this.#defaults[name]),
      ),
    );
  }

  /** Its whole state, as a front end that has nothing needs it. @param all with what front ends begin with */
  wireState(all = true): object {
    const state = all ? this.#state : this.#changed();
    return toWire({ ...this.#names, ...state }) as object;
  }

  get(name: string): unknown {
    return this.#state[name];
  }

  /** Whether its state has such a value. */
  has(name: string): boolean {
    return Object.hasOwn(this.#state, name);
  }

  /** All values. */
  get values(): Readonly<State> {
    return this.#state;
  }

  /** Sets values, here and in every front end, in one message; what is equal to what is there goes nowhere. */
  set(values: State): void {
    const tell = this.#take(values, false);
    const changed = tell.names;
    if (changed.length === 0) return;
    this.#send("update", changed);
    tell.go();
  }

  /** @returns a function that ends the listening */
  on(name: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** Sends a message of the widget's own to every front end. */
  send(
    content: unknown,
    buffers: (ArrayBuffer | ArrayBufferView)[] = [],
  ): void {
    if (this.#comm?.isOpen)
      this.#comm.send({ method: "custom", content }, { buffers });
  }

  /** Takes it away from every page. */
  close(): void {
    if (this.#comm?.isOpen) this.#comm.close();
    this.#forget();
  }

  get isOpen(): boolean {
    return models.has(this.modelId);
  }

  /** Whether pages hear of it. */
  get isHeard(): boolean {
    return this.isOpen && this.#comm?.isOpen !== false;
  }

  #forget(): void {
    models.delete(this.modelId);
    for (const watcher of watchers) watcher(this, false);
  }

  /** @returns the names whose values are others now, and what tells the listeners */
  #take(values: State, byPage: boolean): { names: string[]; go(): void } {
    const before = new Map<string, unknown>();
    for (const [name, value] of Object.entries(values)) {
      if (isDeepStrictEqual(value, this.#state[name])) continue;
      before.set(name, this.#state[name]);
      this.#state[name] = value;
    }
    const names = [...before.keys()];
    const go = () => {
      for (const [name, old] of before)
        for (const listener of [...(this.#listeners.get(name) ?? [])])
          listener(this.#state[name] as never, old as never, byPage);
    };
    if (names.length > 0) for (const watcher of watchers) watcher(this, byPage);
    return { names, go };
  }

  #receive({ data, buffers }: CommMessage): void {
    const message = data as WidgetMessage;
    if (message.method === "update") this.#receiveUpdate(message, buffers);
    else if (message.method === "request_state") this.#send("update");
    else if (message.method === "custom")
      this.#hooks.heard?.(message.content, buffers);
  }

  #receiveUpdate(
    { state = {}, buffer_paths = [] }: WidgetMessage,
    buffers: Uint8Array[],
  ): void {
    joinBuffers(state, buffer_paths, buffers);
    const known = Object.entries(state).filter(([name]) => name in this.#state);
    const sent = Object.fromEntries(
      known.map(([name, value]) => [name, fromWire(value)]),
    );
    if (known.length === 0) return;
    // The page that sent it waits for the echo before it takes values of others; the others follow by it.
    this.#sendState("echo_update", sent);
    const taken = Object.fromEntries(
      Object.entries(sent).map(([name, value]) => [
        name,
        this.#hooks.accept?.(name, value, this.#state) ?? value,
      ]),
    );
    const { go } = this.#take(taken, true);
    const corrected = Object.keys(sent).filter(
      (name) => !isDeepStrictEqual(this.#state[name], sent[name]),
    );
    if (corrected.length > 0) this.#send("update", corrected);
    go();
  }

  #send(method: "update", names = Object.keys(this.#state)): void {
    this.#sendState(
      method,
      Object.fromEntries(names.map((name) => [name, this.#state[name]])),
    );
  }

  #sendState(method: "update" | "echo_update", values: State): void {
    if (!this.#comm?.isOpen) return;
    const { buffers, ...data } = separateBuffers(toWire(values) as object);
    this.#comm.send({ method, ...data }, { buffers });
  }
}

interface Opening {
  hooks?: ModelHooks;
  /** What every front end begins with. */
  defaults?: State;
  /** A front end has opened it. */
  comm?: NotebookComm;
}

/** Widgets travel as references. */
function toWire(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value;
  if (isReference(value)) return referencePrefix + value.modelId;
  if (Array.isArray(value)) return value.map(toWire);
  if ("toJSON" in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, toWire(each)]),
  );
}

function isReference(value: object): value is { modelId: string } {
  return "modelId" in value && typeof value.modelId === "string";
}

function fromWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== "string" || !value.startsWith(referencePrefix))
    return value;
  return models.get(value.slice(referencePrefix.length)) ?? value;
}

/** The widget that a value of a state names, if it is one. */
export function modelOf(value: unknown): Model | undefined {
  return typeof value === "object" && value !== null && isReference(value)
    ? models.get(value.modelId)
    : undefined;
}
