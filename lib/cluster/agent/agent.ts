import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { deserialize } from "node:v8";
import {
  jetstream,
  jetstreamManager,
  type Consumer,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import { cpuCount } from "../../platform/cpu-count.ts";
import { machineNow } from "../../platform/machine-clock.ts";
import { toFrames, workerOutput } from "../../worker/worker-output.ts";
import { publishSurely, whenFull } from "../link/publisher.ts";
import { Blobs } from "../nats/blobs.ts";
import { connectTo } from "../nats/connect.ts";
import type { Credentials } from "../nats/credentials.ts";
import { fromParcel, toParcel } from "../nats/parcels.ts";
import { surely, Unwanted } from "../nats/surely.ts";
import { WorkQueue } from "../nats/work-queue.ts";
import type {
  Batch,
  BegunNews,
  Here,
  RollCall,
  TakenNews,
} from "../wire/messages.ts";
import { alive, joined, left, namesOf, subjectsOf } from "../wire/subjects.ts";
import { CellNumbers } from "./cells.ts";
import { OutputPipe, type OutputFrame } from "./output-pipe.ts";
import { type Install, Provisions } from "./provisions.ts";
import { Reporter } from "./reporter.ts";
import { Session, type SessionHost } from "./session.ts";

export interface AgentOptions {
  credentials: Credentials;
  /** Tasks at the same time (default: the cores). */
  slots?: number;
  /** Threads rather than processes (default: false). */
  threads?: boolean;
  /** What people call the host (default: the machine's name). */
  name?: string;
  label?: string;
  /** Seconds without a task after which it ends (default: never). */
  idleExit?: number;
  /** Installs the packages of npm that functions import and the host lacks (default: the functions fail, and say what is missing). */
  install?: Install;
  version: string;
  /** Told what happens, in sentences. */
  log(line: string): void;
}

/** A session that was silent for so long is over: its tasks stop, and what it has at the server goes. */
const sessionSilentMs = 7000;
const pullMs = 1000;

/**
 * A host's part in a cluster: as many loops as it has slots, each of which takes a batch, has it run, and acknowledges it when
 * its results are stored. What is not acknowledged in time goes to another agent, so long ones are spoken for again and again.
 */
export class Agent {
  readonly #id = randomBytes(6).toString("hex");
  readonly #options: AgentOptions;
  readonly #slots: number;
  readonly #nc: NatsConnection;
  readonly #js: JetStreamClient;
  readonly #jsm: JetStreamManager;
  readonly #blobs: Blobs;
  readonly #sessions = new Map<string, Session>();
  /** Sessions that are over and still have something at the server. */
  readonly #buried = new Set<string>();
  readonly #cells = new CellNumbers();
  readonly #provisions: Provisions;
  readonly #held = new Set<JsMsg>();
  readonly #pipe: OutputPipe;
  readonly #timers: NodeJS.Timeout[] = [];
  #lastWork = machineNow();
  #connected = true;
  /** Why the server stores nothing now. */
  #trouble: string | undefined;
  #state: "working" | "stopped" = "working";
  readonly #names: ReturnType<typeof namesOf>;
  #onEnd: () => void = () => undefined;
  /** Resolves when it has nothing to do any more, with `idleExit`, or was stopped. */
  readonly ended = new Promise<void>((resolve) => (this.#onEnd = resolve));

  private constructor(
    options: AgentOptions,
    nc: NatsConnection,
    jsm: JetStreamManager,
    blobs: Blobs,
  ) {
    this.#options = options;
    this.#slots = options.slots ?? cpuCount();
    this.#names = namesOf(options.credentials.user);
    this.#nc = nc;
    this.#js = jetstream(nc);
    this.#jsm = jsm;
    this.#blobs = blobs;
    const { install, log } = options;
    this.#provisions = new Provisions({ host: nameOf(options), install, log });
    this.#pipe = new OutputPipe((frames) => this.#print(frames));
    workerOutput.fd = this.#pipe.fd;
  }

  static async start(options: AgentOptions): Promise<Agent> {
    const { credentials } = options;
    const names = namesOf(credentials.user);
    const nc = await connectTo(credentials, `worker ${nameOf(options)}`);
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    const blobs = await Blobs.open(nc, names.objects);
    const agent = new Agent(options, nc, jsm, blobs);
    await agent.#begin();
    return agent;
  }

  /** Takes no more, gives back what it has, and says that it leaves. */
  async stop(): Promise<void> {
    if (this.#state === "stopped") return;
    this.#state = "stopped";
    for (const timer of this.#timers) clearInterval(timer);
    for (const session of this.#sessions.values()) session.end();
    for (const message of this.#held) message.nak();
    try {
      this.#nc.publish(left(this.#names), this.#id);
      await this.#nc.drain();
    } catch {
      // The server is gone: there is nobody to tell.
    }
    this.#pipe.close();
    this.#provisions.end();
    this.#onEnd();
  }

  async #begin(): Promise<void> {
    const { tasks, agents, root } = this.#names;
    const consumer = await this.#js.consumers.get(tasks, agents);
    const { ack_wait = 3e9 } = (await consumer.info()).config;
    this.#nc.subscribe(`${root}.call.*`, {
      callback: (error, message) => {
        if (error === null) this.#hear(JSON.parse(message.string()));
      },
    });
    this.#nc.subscribe(alive(this.#names, this.#id), {
      callback: () => undefined,
    });
    this.#every(ack_wait / 1e6 / 3, () => {
      for (const message of this.#held) message.working();
    });
    this.#every(500, () => this.#watch());
    void this.#followConnection();
    this.#nc.publish(joined(this.#names));
    for (let slot = 0; slot < this.#slots; slot += 1)
      void this.#fillSlot(consumer);
  }

  #every(ms: number, run: () => void): void {
    this.#timers.push(setInterval(run, ms));
  }

  /**
   * One slot: short pulls, of one batch each, for a silent host's open pull would get what is delivered again. The next batch
   * runs while the results of the last one are stored.
   */
  async #fillSlot(consumer: Consumer): Promise<void> {
    let storing: Promise<unknown> = Promise.resolve();
    while (this.#state === "working") {
      const message = await this.#pull(consumer);
      if (message === null) continue;
      // One that comes too late is another agent's in a moment.
      if (this.#state !== "working") return;
      this.#hold(message);
      const session = await this.#attempt(message, () => this.#run(message));
      await storing;
      if (session !== undefined)
        storing = this.#attempt(message, () => this.#store(message, session));
    }
  }

  #hold(message: JsMsg): void {
    this.#held.add(message);
    const [session = "", batch = ""] = message.subject.split(".").slice(-2);
    // The client's type leaves it out.
    const { reply: delivery } = message as JsMsg & { reply: string };
    const news: TakenNews = { agent: this.#id, batch, delivery };
    const { taken } = subjectsOf(this.#names, session);
    this.#nc.publish(taken, JSON.stringify(news));
  }

  async #pull(consumer: Consumer): Promise<JsMsg | null> {
    try {
      return await consumer.next({ expires: pullMs });
    } catch (error) {
      if (this.#state === "working")
        this.#options.log(`no tasks for now: ${(error as Error).message}`);
    }
    await pause(250);
    return null;
  }

  async #run(message: JsMsg): Promise<Session> {
    const id = message.subject.split(".").at(-2) ?? "";
    if (this.#buried.has(id)) throw new Unwanted("its session is over");
    const session = this.#session(id);
    const { bytes } = await this.#surely(id, () =>
      fromParcel(message.data, id, this.#blobs),
    );
    await session.run(deserialize(bytes) as Batch);
    return session;
  }

  async #store(message: JsMsg, { reporter }: Session): Promise<void> {
    await reporter.flush();
    message.ack();
    this.#release(message);
  }

  async #attempt<T>(
    message: JsMsg,
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#release(message);
      if (error instanceof Unwanted) return undefined;
      this.#options.log(
        `a batch could not be run: ${(error as Error).stack ?? String(error)}`,
      );
      message.nak(1000);
      return undefined;
    }
  }

  #release(message: JsMsg): void {
    this.#held.delete(message);
    this.#lastWork = machineNow();
  }

  /** A server that cannot do it now must not cost the batch one of the few agents that it may be given to. */
  #surely<T>(id: string, work: () => Promise<T>): Promise<T> {
    const isWanted = (): boolean =>
      this.#state === "working" && this.#sessions.has(id);
    return surely(work, this.#complain(), isWanted);
  }

  /** For one thing that is tried again and again. Home hears of it, too: it may wait for nothing but this. */
  #complain(): (error: Error) => void {
    const note = whenFull(
      (reason) => (this.#trouble = reason),
      () => this.#connected,
    );
    return (error) => {
      this.#options.log(`the server cannot do it now: ${error.message}`);
      note(error);
    };
  }

  #session(id: string): Session {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const { threads = false } = this.#options;
    const fetch = (hash: string) =>
      this.#surely(id, () => this.#blobs.get(id, hash));
    const host: SessionHost = {
      slots: this.#slots,
      ...{ threads, fetch },
      provide: (name, luggage) =>
        this.#provisions.provide(name, luggage, fetch),
      cellNumber: (cell) => this.#cells.numberOf(id, cell),
    };
    const session = new Session(host, this.#makeReporter(id));
    this.#sessions.set(id, session);
    return session;
  }

  #makeReporter(id: string): Reporter {
    const subjects = subjectsOf(this.#names, id);
    const isOpen = (): boolean => this.#sessions.has(id);
    const send = async (subject: string, bytes: Uint8Array): Promise<void> => {
      const log = this.#complain();
      await publishSurely(this.#js, subject, bytes, log, isOpen);
      this.#trouble = undefined;
    };
    return new Reporter(this.#id, {
      report: async (bytes) => {
        const store = () => toParcel(bytes, id, this.#blobs);
        await send(subjects.report, await this.#surely(id, store));
      },
      output: (frames) => send(subjects.output, frames),
      begun: (tasks) => {
        const news: BegunNews = { agent: this.#id, tasks };
        this.#nc.publish(subjects.begun, JSON.stringify(news));
      },
      toHome: (text) => this.#provisions.toHome(text),
      hold: (held) => this.#pipe.hold(held),
      drain: () => this.#pipe.drain(),
    });
  }

  #hear(call: RollCall): void {
    const { session: id, sent, pools } = call;
    this.#buried.delete(id);
    // Who only asks who is there gets an answer, and no more.
    if (pools.length > 0 || this.#sessions.has(id))
      this.#session(id).hear(call);
    const { name: _, label, threads = false, version } = this.#options;
    const here: Here = {
      agent: this.#id,
      host: nameOf(this.#options),
      pid: process.pid,
      slots: this.#slots,
      busy: Math.min(this.#held.size, this.#slots),
      kind: threads ? "threads" : "processes",
      node: process.versions.node,
      ...{ version, label, sent, trouble: this.#trouble },
      now: machineNow(),
    };
    const { here: subject } = subjectsOf(this.#names, id);
    this.#nc.publish(subject, JSON.stringify(here));
  }

  #print(frames: OutputFrame[]): void {
    for (const { stream, cell: number, text } of frames) {
      const found = this.#cells.find(number);
      const session = found && this.#sessions.get(found.session);
      if (session === undefined) continue;
      for (const frame of toFrames(stream as 1 | 2, found!.cell, text))
        session.reporter.print(Buffer.from(frame));
    }
  }

  #watch(): void {
    const now = machineNow();
    for (const [id, session] of this.#sessions)
      if (now - session.heard > sessionSilentMs) void this.#bury(id, session);
    const { idleExit = Infinity } = this.#options;
    if (this.#held.size > 0 || now - this.#lastWork < idleExit * 1000) return;
    this.#options.log(`no task for ${idleExit} s: this worker ends`);
    void this.stop();
  }

  /** Its home is gone. What it had at the server goes too; several agents may do the same. */
  async #bury(id: string, session: Session): Promise<void> {
    this.#options.log(`session ${id} is silent: its tasks end`);
    this.#sessions.delete(id);
    this.#buried.add(id);
    session.end();
    this.#cells.forget(id);
    const { tasks, back } = this.#names;
    const { allBatches, allBack } = subjectsOf(this.#names, id);
    const isBuried = (): boolean => this.#buried.has(id);
    await Promise.allSettled([
      new WorkQueue(this.#jsm, tasks).deleteAll(allBatches, isBuried),
      this.#jsm.streams.purge(back, { filter: allBack }),
      this.#jsm.consumers.delete(back, id),
      this.#blobs.deleteAll(id),
    ]);
    this.#buried.delete(id);
  }

  /** While this end is cut off, silence says nothing. */
  async #followConnection(): Promise<void> {
    for await (const { type } of this.#nc.status()) {
      if (type === "disconnect") {
        this.#connected = false;
        this.#options.log("the server is away");
      }
      if (type !== "reconnect") continue;
      this.#connected = true;
      this.#options.log("the server is back");
      for (const session of this.#sessions.values()) session.hearNothing();
      this.#nc.publish(joined(this.#names));
    }
  }
}

const nameOf = ({ name }: AgentOptions): string => name ?? hostname();
