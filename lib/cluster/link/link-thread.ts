// Home's connection. It has a thread of its own: a cell that computes for a minute would else be cut off, and lose results.
import { parentPort, workerData } from "node:worker_threads";
import {
  AckPolicy,
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import { machineNow } from "../../platform/machine-clock.ts";
import { Blobs } from "../nats/blobs.ts";
import { connectTo } from "../nats/connect.ts";
import { fromParcel, toParcel } from "../nats/parcels.ts";
import { surely, Unwanted } from "../nats/surely.ts";
import { WorkQueue } from "../nats/work-queue.ts";
import type {
  BegunNews,
  Hash,
  Here,
  RollCall,
  TakenNews,
} from "../wire/messages.ts";
import { alive, joined, left, namesOf, subjectsOf } from "../wire/subjects.ts";
import { Batches } from "./batches.ts";
import { Hosts } from "./hosts.ts";
import type { FromLink, LinkData, ToLink } from "./link-messages.ts";
import { publishSurely, whenFull } from "./publisher.ts";
import { showOutput } from "./show-output.ts";

const callEveryMs = 1000;
/** So often the server is asked whether those who have a batch are there, so many at a time. */
const lookEveryMs = 200;
const mostLooks = 10;
/** After the server was away, so long until all are back. */
const returnMs = 2000;
/** Agents give a session up that was silent for longer, see `agent/sessions.ts`. */
const lapseMs = 6000;

const { credentials, session, outputFd } = workerData as LinkData;
const names = namesOf(credentials.user);
const subjects = subjectsOf(names, session);
/** Where the server says that nobody hears a question. */
const gone = `${names.inbox}_${credentials.role}.gone.${session}`;

function tell(message: FromLink): void {
  parentPort?.postMessage(message);
}

function unlessUnwanted(error: unknown): undefined {
  if (!(error instanceof Unwanted)) throw error;
}

class Link {
  readonly #nc: NatsConnection;
  readonly #js: JetStreamClient;
  readonly #jsm: JetStreamManager;
  readonly #blobs: Blobs;
  readonly #hosts = new Hosts();
  /** What is on its way to the object store. */
  readonly #puts = new Map<Hash, Promise<void>>();
  readonly #queue: WorkQueue;
  readonly #batches = new Batches();
  /** Agents that have a batch and have not been looked for in this round. */
  #holders: string[] = [];
  #connected = true;
  #reconnected = -Infinity;
  #call: Pick<RollCall, "pools" | "givenUp"> = { pools: [], givenUp: [] };
  #lastCall = machineNow();
  #results: Promise<void> = Promise.resolve();

  private constructor(nc: NatsConnection, jsm: JetStreamManager, blobs: Blobs) {
    this.#nc = nc;
    this.#js = jetstream(nc);
    this.#jsm = jsm;
    this.#blobs = blobs;
    this.#queue = new WorkQueue(jsm, names.tasks);
  }

  static async open(): Promise<Link> {
    const nc = await connectTo(credentials, `home ${session}`);
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    const blobs = await Blobs.open(nc, names.objects);
    const link = new Link(nc, jsm, blobs);
    await link.#listen();
    return link;
  }

  async #listen(): Promise<void> {
    await this.#jsm.consumers.add(names.back, {
      durable_name: session,
      filter_subject: subjects.allBack,
      ack_policy: AckPolicy.Explicit,
      ack_wait: 60e9,
      inactive_threshold: 3600e9,
    });
    const consumer = await this.#js.consumers.get(names.back, session);
    // Short pulls: when the stream's leader is lost, another is asked soon.
    await consumer.consume({
      expires: 1000,
      max_messages: 200,
      callback: (message) => this.#take(message),
    });
    this.#subscribe(subjects.here, (text) => {
      this.#hosts.hear(JSON.parse(text) as Here);
      this.#tellHosts();
    });
    this.#subscribe(subjects.begun, (text) =>
      tell({ kind: "begun", ...(JSON.parse(text) as BegunNews) }),
    );
    this.#subscribe(subjects.taken, (text) => {
      const { batch, agent, delivery } = JSON.parse(text) as TakenNews;
      this.#batches.take(batch, agent, delivery);
    });
    this.#nc.subscribe(`${gone}.*`, {
      // No agent answers there. It is the server, which knows of nobody who hears the question.
      callback: (_error, { subject }) =>
        this.#lose(subject.slice(gone.length + 1)),
    });
    this.#subscribe(joined(names), () => this.#makeCall());
    this.#subscribe(left(names), (agent) => {
      this.#hosts.leave(agent);
      this.#tellHosts();
    });
    const advisory = `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${names.tasks}.*`;
    this.#subscribe(advisory, (text) => this.#giveBack(text));
    void this.#followConnection();
    this.#makeCall();
    setInterval(() => this.#makeCall(), callEveryMs);
    setInterval(() => this.#look(), lookEveryMs);
  }

  async #followConnection(): Promise<void> {
    for await (const { type } of this.#nc.status()) {
      if (type === "disconnect") this.#connected = false;
      if (type !== "reconnect") continue;
      this.#connected = true;
      this.#reconnected = machineNow();
      this.#makeCall();
    }
  }

  /** Whose connection is closed is gone at once, as a process that was killed is; who is only silent is found by the server's patience. */
  #look(): void {
    if (!this.#connected || machineNow() - this.#reconnected < returnMs) return;
    if (this.#holders.length === 0) this.#holders = this.#batches.holders();
    for (const agent of this.#holders.splice(0, mostLooks))
      this.#nc.publish(alive(names, agent), undefined, {
        reply: `${gone}.${agent}`,
      });
  }

  /** What it has goes to others at once, in its name. It may have been given more a moment ago. */
  #lose(agent: string): void {
    const batches = this.#batches.untaken();
    for (const delivery of this.#batches.takeBack(agent))
      this.#nc.publish(delivery, "-NAK");
    tell({ kind: "untaken", batches });
    this.#hosts.leave(agent);
    this.#tellHosts();
  }

  receive(message: ToLink): void {
    switch (message.kind) {
      case "put":
        return this.#put(message.hash, message.bytes);
      case "publish":
        return void this.#publish(message);
      case "settled":
        return void this.#batches.delete(message.batch);
      case "withdraw":
        return void this.#withdraw(message.batch);
      case "call":
        this.#call = message;
        return this.#makeCall();
      case "close":
        return void this.#close();
    }
  }

  #subscribe(subject: string, heard: (text: string) => void): void {
    this.#nc.subscribe(subject, {
      callback: (error, message) => {
        if (error === null) heard(message.string());
      },
    });
  }

  #complain(): (error: Error) => void {
    return whenFull(
      (reason) => tell({ kind: "blocked", reason }),
      () => this.#connected,
    );
  }

  #put(hash: Hash, bytes: Uint8Array): void {
    const put = () => this.#blobs.put(session, hash, bytes);
    this.#puts.set(
      hash,
      surely(put, this.#complain(), () => true),
    );
  }

  async #publish({
    batch,
    bytes,
    needs,
  }: Extract<ToLink, { kind: "publish" }>): Promise<void> {
    this.#batches.add(batch);
    for (const hash of needs) await this.#puts.get(hash);
    const isWanted = (): boolean => this.#batches.has(batch);
    const parcel = await surely(
      () => toParcel(bytes, session, this.#blobs),
      this.#complain(),
      isWanted,
    ).catch(unlessUnwanted);
    if (parcel === undefined) return;
    const subject = subjects.batch(batch);
    const stored = await publishSurely(
      this.#js,
      subject,
      parcel,
      this.#complain(),
      isWanted,
    );
    // An answer that was lost, or was not waited for, leaves a message of unknown number.
    const number =
      stored ?? (await this.#queue.find(subject).catch(() => undefined));
    if (number !== undefined && !this.#batches.number(batch, number))
      await this.#delete(number);
  }

  async #withdraw(batch: string): Promise<void> {
    const number = this.#batches.delete(batch);
    if (number !== undefined) await this.#delete(number);
  }

  /** A server that is away forgets nothing; agents hear of it by the next call. */
  async #delete(number: number): Promise<void> {
    await this.#queue.delete(number).catch(this.#complain());
  }

  /** In order: what a task printed is out before its result is known. */
  #take(message: JsMsg): void {
    const { data, subject } = message;
    this.#results = this.#results.then(async () => {
      if (subject === subjects.output) showOutput(data, outputFd);
      else await this.#report(data);
      message.ack();
    });
  }

  async #report(parcel: Uint8Array): Promise<void> {
    const { bytes, hash } = await surely(
      () => fromParcel(parcel, session, this.#blobs),
      this.#complain(),
      () => true,
    );
    tell({ kind: "report", bytes });
    if (hash !== undefined)
      this.#blobs.delete(session, hash).catch(() => undefined);
  }

  #makeCall(): void {
    const now = machineNow();
    if (now - this.#lastCall > lapseMs) tell({ kind: "lapsed" });
    // One that waits here until the connection is back would come too late to say that home lives.
    if (!this.#connected) return;
    this.#lastCall = now;
    const call: RollCall = { session, sent: now, ...this.#call };
    this.#nc.publish(subjects.call, JSON.stringify(call));
    this.#tellHosts();
  }

  #tellHosts(): void {
    const hosts = this.#hosts.news();
    if (hosts !== undefined) tell({ kind: "hosts", hosts });
  }

  #giveBack(advisory: string): void {
    const { stream_seq } = JSON.parse(advisory) as { stream_seq: number };
    const batch = this.#batches.find(stream_seq);
    if (batch === undefined) return;
    void this.#withdraw(batch);
    tell({ kind: "undeliverable", batch, agents: [] });
  }

  /** What is done may not be acknowledged yet. */
  async #deleteBatches(): Promise<void> {
    await Promise.all(
      this.#batches.clear().map((number) => this.#delete(number)),
    );
    await this.#queue.deleteAll(subjects.allBatches);
  }

  async #close(): Promise<void> {
    await Promise.allSettled([
      this.#deleteBatches(),
      this.#jsm.consumers.delete(names.back, session),
      this.#jsm.streams.purge(names.back, { filter: subjects.allBack }),
      this.#blobs.deleteAll(session),
    ]);
    await this.#nc.close();
    tell({ kind: "closed" });
    process.exit();
  }
}

try {
  const link = await Link.open();
  parentPort?.on("message", (message: ToLink) => link.receive(message));
  tell({ kind: "ready" });
} catch (error) {
  tell({ kind: "failed", message: (error as Error).message });
}
