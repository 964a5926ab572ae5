import { AsyncLocalStorage } from "node:async_hooks";
import { findNotebook } from "../notebook.ts";
import { setHome, takeAnswer } from "../sync/ask.ts";
import { Client } from "../sync/client.ts";
import { markKey } from "../transfer/by-reference.ts";
import { findOriginal } from "../sync/shared-object.ts";
import { reviveMarks } from "../sync/travelling.ts";
import { pack } from "../transfer/pack.ts";
import { noteShipment } from "../transfer/shipped.ts";
import { Decoder, type Receiver } from "./decode.ts";
import { perform, type Rights } from "./deeds.ts";
import { Encoder, encodeGraph, type Owner } from "./encode.ts";
import { makeFar } from "./far.ts";
import { intrinsicAt } from "./intrinsics.ts";
import { Line } from "./line.ts";
import type { BorderMessage, Deed, Graph, GraphNode } from "./messages.ts";
import { References } from "./references.ts";

type Containers = (object | undefined)[];
type Answered = BorderMessage & { kind: "answer" };
type Asked = BorderMessage & { kind: "ask" };
type Settled = BorderMessage & { kind: "settled" };
type Settle = (failed: boolean, value: unknown) => void;

/**
 * One side of the border between a notebook's cells and the checks of them, each in a process of its own.
 *
 *     checks ==asks==> cells      calls of functions, properties of instances; the answers are data, or theirs again
 *            <==asks==            the same for what a check has handed over, while it waits for an answer too
 *
 * The cells' side may do little here, and nothing that it sends is run: all that it can do is answer.
 */
export class Border {
  readonly #rights: Rights;
  readonly #line: Line;
  readonly #references = new References();
  readonly #answers = new Map<number, Answered>();
  readonly #promises = new Map<number, Settle>();
  /** Ends of promises that have come while an answer inside another was waited for. */
  readonly #early = new Map<number, Settled>();
  /** What a call was given that may change until its promise settles, by the promise's number. */
  readonly #lent = new Map<number, Containers>();
  readonly #offered = new Set<string>();
  #last = 0;
  #inContext: <T>(work: () => T) => T = (work) => work();
  /** The turn of serving that is under way. */
  #serving: { turn: number; end(): void } | undefined;
  /** The last one that the other side has ended. */
  #dismissed = 0;
  #client: Client | undefined;
  /** Of the process in which the cells run. */
  #homePid: ((pid: number) => void) | undefined;

  /**
   * @param path of the socket
   * @param rights what the other side may do here
   */
  constructor(path: string, rights: Rights) {
    this.#rights = rights;
    const isHome = rights === "all";
    this.#line = new Line(path, isHome, (message) => this.#hear(message));
    if (isHome)
      setHome(
        (question) => this.#line.send({ kind: "question", question }),
        () => {},
      );
    else
      this.#client = new Client("notebook", (answer) =>
        this.#line.send({ kind: "reply", answer }),
      );
  }

  /** For the cells' side: resolves when the other may come. For the checks': when it is there, with its process' number. */
  async open(): Promise<number> {
    await this.#line.ready();
    if (this.#rights === "all") return process.pid;
    const pid = new Promise<number>((resolve) => (this.#homePid = resolve));
    // Whoever is asked first says who it is.
    this.#send("name", [""]);
    return pid;
  }

  /** The other side's names from now on are globals here, read whenever code mentions them. */
  offer(names: string[]): void {
    for (const name of names.filter((each) => !(each in globalThis)))
      Object.defineProperty(globalThis, name, {
        get: () => this.#ask("name", name),
        // A declaration of their own takes its place; nothing else is meant to.
        configurable: true,
      });
  }

  /** These names of ours the other side may read. */
  show(names: string[]): void {
    for (const name of names) this.#offered.add(name);
  }

  /**
   * What the other side asks for from now on counts as done by this cell, until the other side dismisses it.
   * @param turn its number, which counts up; the other side may have been through with it before this one begins
   */
  async serve(turn: number): Promise<void> {
    if (this.#dismissed >= turn) return;
    this.#inContext = AsyncLocalStorage.snapshot() as never;
    await new Promise<void>((end) => (this.#serving = { turn, end }));
  }

  /** Ends that turn of the other side's serving, after all that was asked of it. */
  dismiss(turn: number): void {
    this.#line.send({ kind: "rest", turn });
  }

  // --- asking

  readonly #ask = (deed: Deed, ...values: unknown[]): unknown => {
    const { id, containers } = this.#send(deed, values);
    this.#line.wait(() => this.#answers.has(id));
    const answer = this.#answers.get(id)!;
    this.#answers.delete(id);
    const receiver = deed === "prototype" ? this.#ofPrototypes : this.#receiver;
    const [value] = new Decoder(answer, receiver, containers).values();
    if (answer.failed) throw value;
    const ref =
      typeof value === "object" &&
      value !== null &&
      this.#references.theirNumber(value);
    if (ref && this.#promises.has(ref)) this.#lent.set(ref, containers);
    return value;
  };

  #send(deed: Deed, values: unknown[]) {
    this.#last += 1;
    const id = this.#last;
    const { graph, containers } = encodeGraph(values, this.#owner);
    this.#line.send({ kind: "ask", id, deed, ...graph });
    return { id, containers };
  }

  // --- hearing

  #hear(message: BorderMessage): void {
    switch (message.kind) {
      case "ask":
        return this.#inContext(() => this.#answer(message));
      case "answer":
        return void this.#answers.set(message.id, message);
      case "settled":
        return this.#settle(message);
      case "hello":
        return this.#homePid?.(message.pid);
      case "question":
        return this.#client?.receive(message.question);
      case "reply":
        return takeAnswer(message.answer);
      case "rest":
        return this.#endServing(message.turn);
    }
  }

  /** One that ended by itself may be dismissed when the next is under way: that one goes on. */
  #endServing(turn: number): void {
    this.#dismissed = turn;
    if (this.#serving === undefined || this.#serving.turn > turn) return;
    this.#serving.end();
    this.#serving = undefined;
    this.#inContext = (work) => work();
  }

  #answer(asked: Asked): void {
    const { id, deed } = asked;
    let containers: Containers = [];
    let failed = false;
    let value: unknown;
    let was: string | undefined;
    try {
      const decoder = new Decoder(asked, this.#receiver);
      ({ containers } = decoder);
      was = this.#snapshot(containers);
      value = this.#perform(deed, decoder.values());
    } catch (error) {
      [failed, value] = [true, error];
    }
    const graph = this.#encodeAnswer(value, containers, was);
    if (deed === "call" && isPromise(value))
      this.#lent.set(this.#references.numberOf(value), containers);
    this.#line.send({ kind: "answer", id, failed, ...graph });
  }

  #perform(deed: Deed, values: unknown[]): unknown {
    if (deed === "name") return this.#read(String(values[0]));
    return perform(deed, values, this.#rights);
  }

  #read(name: string): unknown {
    if (name === "" && this.#rights === "all")
      this.#line.send({ kind: "hello", pid: process.pid });
    if (this.#rights === "few" && !this.#offered.has(name)) return undefined;
    return findNotebook()?.value(name);
  }

  /** What is told of containers that the call was given, if it has changed them. */
  #encodeAnswer(
    value: unknown,
    containers: Containers,
    was: string | undefined,
  ): Graph {
    const encoder = new Encoder(this.#owner, containers);
    const values = encoder.encode([value]);
    const graph: Graph = { values, nodes: encoder.nodes };
    if (was !== undefined && was !== this.#snapshot(containers))
      graph.changed = [...containers.entries()].flatMap(([at, each]) =>
        each ? [[at, encoder.state(each)] as [number, number]] : [],
      );
    return graph;
  }

  /** By which a change shows. */
  #snapshot(containers: Containers): string | undefined {
    const held = containers.filter((each) => each !== undefined);
    if (held.length === 0) return undefined;
    const quiet: Owner = { ...this.#owner, ship: noShipment, watch() {} };
    const { graph } = encodeGraph(held, quiet);
    return fingerprint(graph);
  }

  #settle(message: Settled): void {
    const { promise, failed, ...graph } = message;
    const settle = this.#promises.get(promise);
    if (!settle) return void this.#early.set(promise, message);
    const lent = this.#lent.get(promise);
    this.#promises.delete(promise);
    this.#lent.delete(promise);
    try {
      const [value] = new Decoder(graph, this.#receiver, lent).values();
      settle(failed, value);
    } catch (error) {
      settle(true, error);
    }
  }

  // --- what goes over

  readonly #owner: Owner = {
    numberOf: (object) => this.#references.numberOf(object),
    theirNumber: (object) => this.#references.theirNumber(object),
    ship: (fn) => (this.#rights === "few" ? makeShipment(fn) : undefined),
    watch: (promise, ref) => this.#watch(promise, ref),
  };

  #watch(promise: Promise<unknown>, ref: number): void {
    const tell = (failed: boolean) => (value: unknown) => {
      const lent = this.#lent.get(ref) ?? [];
      this.#lent.delete(ref);
      // Whether they have changed since the call is not known any more.
      const graph = this.#encodeAnswer(
        value,
        lent,
        lent.length ? "" : undefined,
      );
      this.#line.send({ kind: "settled", promise: ref, failed, ...graph });
    };
    void promise.then(tell(false), tell(true));
  }

  readonly #receiver: Receiver = {
    own: (ref) => this.#references.own(ref),
    learn: (object, ref) => this.#references.learn(object, ref),
    theirs: (node) => this.#references.theirs(node.ref, () => this.#make(node)),
    revive: (name, fields) =>
      findOriginal(String(fields.id)) ??
      (reviveMarks({ ...fields, [markKey]: name }) as object),
    intrinsic: (name) => {
      // Whoever had it could change what the checks are made of.
      if (this.#rights === "few") throw notTheirs();
      return intrinsicAt(name);
    },
  };
  /** Comparisons and `instanceof` look at prototypes, and do nothing to them. */
  readonly #ofPrototypes: Receiver = {
    ...this.#receiver,
    intrinsic: intrinsicAt,
  };

  #make(node: GraphNode & { ref: number }): object {
    if (node.kind === "promise") return this.#makePromise(node.ref);
    if (node.kind !== "function" && node.kind !== "instance") throw notTheirs();
    const far = makeFar(node, this.#ask);
    if (node.kind === "function" && node.shipment && this.#rights === "all")
      noteShipment(far, { ...node.shipment, objects: [] });
    return far;
  }

  #makePromise(ref: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#promises.set(ref, (failed, value) =>
        failed ? reject(value as Error) : resolve(value),
      );
      const early = this.#early.get(ref);
      this.#early.delete(ref);
      if (early) setImmediate(() => this.#settle(early));
    });
  }
}

const isPromise = (value: unknown): value is Promise<unknown> =>
  value instanceof Promise;

const notTheirs = () =>
  new TypeError("the other side has sent what it cannot have");

const noShipment = (): undefined => undefined;

/** How a function works in a worker of the cells' side; one that cannot travel is called here only. */
function makeShipment(fn: object) {
  try {
    const { objects: _, ...shipment } = pack(fn as () => unknown);
    return shipment.shared === undefined ? shipment : undefined;
  } catch {
    return undefined;
  }
}

function fingerprint(graph: Graph): string {
  return JSON.stringify(graph, (_, value: unknown) => {
    if (typeof value === "bigint") return `${value}n`;
    if (ArrayBuffer.isView(value))
      return Buffer.from(
        value.buffer,
        value.byteOffset,
        value.byteLength,
      ).toString("base64");
    return value === undefined ? "undefined" : value;
  });
}

const key = Symbol.for("romanesco.border");

/** Opens this process' side; cells of the kernel's own find it at `globalThis[Symbol.for("romanesco.border")]`. */
export async function openBorder(
  path: string,
  rights: Rights,
): Promise<number> {
  const border = new Border(path, rights);
  Object.defineProperty(globalThis, key, { value: border });
  return border.open();
}
