import { randomBytes } from "node:crypto";
import { deserialize } from "node:v8";
import { StateError } from "../../errors.ts";
import { checkOptions, rule, type Rules } from "../../pool/options.ts";
import {
  runsTasks,
  type RemoteSettings,
  type RunsTasks,
} from "../../pool/on.ts";
import type { Executor } from "../../pool/executor.ts";
import type { FromLink, Host } from "../link/link-messages.ts";
import { Link } from "../link/link.ts";
import { defaultCredentials, readCredentials } from "../nats/credentials.ts";
import type { Report } from "../wire/messages.ts";
import { ClusterExecutor } from "./cluster-executor.ts";
import { ClusterSeat, type SharedSeat } from "./cluster-seat.ts";
import { describeHosts, toMimeBundle, type ClusterHost } from "./describe.ts";
import { Lessons } from "./lessons.ts";
import { describeMismatch } from "./mismatch.ts";

/** What {@link Cluster.connect} takes. */
export interface ConnectOptions {
  /**
   * The file with your keys (default: that which the environment variable ROMANESCO_CLUSTER names, else the one that
   * `romanesco cluster up` wrote). The keys themselves stand in no notebook.
   */
  credentials?: string;
}

const connectRules: Rules<ConnectOptions> = { credentials: rule.text };

/** So long `connect` waits for the first worker to answer. */
const firstAnswerMs = 1500;

/** A task that was given up is named in so many calls. */
const givenUpMs = 15_000;

/**
 * Workers on other machines, for pools:
 *
 *     await using cluster = await Cluster.connect();
 *     const pool = new Pool({ on: cluster });
 *     await pool.map(analyse, videos);
 *
 * Tasks are kept by a server, NATS JetStream, until a worker has done them: when a worker, its machine or the network fails,
 * another worker gets the task. So a task may run twice, though it gives one result: let it write its output under a name of its
 * own, rather than append to something. Start workers with `romanesco worker --join`, or try it all out on one machine with
 * `romanesco cluster up`.
 */
export class Cluster implements RunsTasks, AsyncDisposable {
  readonly #link: Link;
  readonly #session: string;
  readonly #server: string;
  readonly #lessons: Lessons;
  readonly #seat: SharedSeat;
  readonly #hosts = new Map<string, Host>();
  readonly #executors = new Map<string, ClusterExecutor>();
  readonly #busy = new Set<string>();
  readonly #givenUp = new Set<number>();
  #state: "open" | "closed" = "open";
  #warned = "";
  #firstAnswer: (() => void) | undefined;

  private constructor(link: Link, session: string, server: string) {
    this.#link = link;
    this.#session = session;
    this.#server = server;
    this.#lessons = new Lessons((hash, bytes) =>
      link.send({ kind: "put", hash, bytes }),
    );
    this.#seat = this.#makeSeat();
  }

  /**
   * Connects this program or notebook to a cluster.
   * @throws ClusterError if there are no keys, nobody answers, or the server is not the one it should be
   */
  static async connect(options: ConnectOptions = {}): Promise<Cluster> {
    const { credentials: file = defaultCredentials() } = checkOptions(
      options,
      connectRules,
      "connect",
    );
    const credentials = readCredentials(file);
    const session = randomBytes(8).toString("hex");
    const link = await Link.open(credentials, session);
    // By `this`, for esbuild renames a class that names itself within.
    const cluster = new this(link, session, credentials.servers.join(", "));
    await cluster.#hearFirst();
    return cluster;
  }

  /** How many tasks run at the same time, on all machines: changes as workers come and go. */
  get slots(): number {
    let slots = 0;
    for (const host of this.#hosts.values())
      if (host.alive) slots += host.slots;
    return slots;
  }

  /** Who works here, the lost ones of the last ten minutes included. */
  get hosts(): ClusterHost[] {
    return describeHosts([...this.#hosts.values()]);
  }

  /** Ends what is under way, and leaves nothing of it at the server. Pools on this cluster take no more tasks. */
  async close(): Promise<void> {
    if (this.#state === "closed") return;
    this.#state = "closed";
    const reason = new StateError("the cluster was closed");
    for (const executor of [...this.#executors.values()])
      executor.terminate(reason);
    await this.#link.close();
  }

  /** Closes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** @internal For pools. */
  [runsTasks](settings: RemoteSettings): Executor {
    if (this.#state === "closed")
      throw new StateError(
        "this cluster is closed; connect again: await Cluster.connect()",
      );
    const seat = new ClusterSeat(this.#seat, settings);
    const executor = new ClusterExecutor(seat, settings);
    this.#executors.set(settings.name, executor);
    this.#call();
    return executor;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const alive = [...this.#hosts.values()].filter((host) => host.alive);
    const names = alive.map(({ host, slots }) => `${host}: ${slots}`);
    const state = this.#state === "closed" ? "closed" : names.join(", ");
    return `Cluster(${this.#server}, ${this.slots} slots${state && `; ${state}`})`;
  }

  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const queue = [...this.#executors.values()];
    const waiting = queue.reduce((sum, each) => sum + each.waiting, 0);
    return toMimeBundle(this.#server, this.hosts, waiting);
  }

  #makeSeat(): SharedSeat {
    return {
      session: this.#session,
      lessons: this.#lessons,
      hosts: this.#hosts,
      slots: () => this.slots,
      send: (message, handOver) => this.#link.send(message, handOver),
      giveUp: (task) => this.#giveUp(task),
      setBusy: (pool, busy) => this.#setBusy(pool, busy),
      end: (pool) => {
        if (this.#executors.delete(pool)) this.#call();
      },
    };
  }

  async #hearFirst(): Promise<void> {
    this.#link.setBusy(true);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, firstAnswerMs);
      this.#firstAnswer = () => {
        clearTimeout(timer);
        // Others answer at the same moment.
        setTimeout(resolve, 20);
      };
      this.#link.listen((message) => this.#receive(message));
      this.#call();
    });
    this.#firstAnswer = undefined;
    this.#link.setBusy(false);
  }

  #receive(message: FromLink): void {
    const executors = [...this.#executors.values()];
    switch (message.kind) {
      case "report": {
        // Only agents with this user's keys can write there.
        const report = deserialize(message.bytes) as Report;
        for (const executor of executors) executor.receive(report);
        return;
      }
      case "begun":
        for (const executor of executors)
          executor.begin(message.agent, message.tasks);
        return;
      case "hosts":
        for (const host of message.hosts) this.#meet(host);
        if (message.hosts.some(({ alive }) => alive)) this.#firstAnswer?.();
        for (const executor of executors) executor.resize();
        return;
      case "undeliverable":
        for (const executor of executors) executor.undeliverable(message.batch);
        return;
      case "lapsed":
        for (const executor of executors) executor.sendAgain();
        return;
      case "untaken":
        for (const executor of executors) executor.sendAgain(message.batches);
        return;
      case "blocked":
        return this.#warn(message.reason);
      case "ready":
      case "failed":
      case "closed":
        return;
    }
  }

  #meet(host: Host): void {
    const warning = this.#hosts.has(host.agent)
      ? undefined
      : describeMismatch(host);
    if (warning !== undefined) console.warn(warning);
    if (host.alive && host.trouble !== undefined) this.#warn(host.trouble);
    this.#hosts.set(host.agent, host);
  }

  #giveUp(task: number): void {
    this.#givenUp.add(task);
    setTimeout(() => this.#givenUp.delete(task), givenUpMs).unref();
    queueMicrotask(() => this.#call());
  }

  #call(): void {
    const pools = [...this.#executors.keys()];
    const givenUp = [...this.#givenUp];
    this.#link.send({ kind: "call", pools, givenUp });
  }

  #setBusy(pool: string, busy: boolean): void {
    if (busy) this.#busy.add(pool);
    else this.#busy.delete(pool);
    this.#link.setBusy(this.#busy.size > 0);
  }

  #warn(reason: string): void {
    if (this.#warned === reason) return;
    this.#warned = reason;
    console.warn(
      `the cluster's server takes no more tasks now (${reason}); they wait, and go on when it does`,
    );
  }
}
