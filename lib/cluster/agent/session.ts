import { deserialize } from "node:v8";
import { machineNow } from "../../platform/machine-clock.ts";
import type { RemoteSettings } from "../../pool/on.ts";
import type { Unit } from "../../transfer/messages.ts";
import type { Call } from "../../worker/task.ts";
import type {
  Batch,
  Hash,
  LargeUnit,
  Lesson,
  Luggage,
  RollCall,
} from "../wire/messages.ts";
import { AgentPool } from "./agent-pool.ts";
import { encodeError } from "../../transfer/errors.ts";
import { TransferError } from "../../transfer/transfer-error.ts";
import { makeLearnedCall, type Learned } from "./make-task.ts";
import type { Relocation } from "./relocation.ts";
import type { Reporter } from "./reporter.ts";

/** What a session needs of its agent. */
export interface SessionHost {
  readonly slots: number;
  readonly threads: boolean;
  /** Bytes that home has stored. */
  fetch(hash: Hash): Promise<Uint8Array>;
  /** What a function imports, on this host. @throws TransferError if it is not to be had */
  provide(name: string, luggage: Luggage): Promise<Relocation>;
  /** A cell of the session, by the agent's own number. */
  cellNumber(cell: number): number;
}

/** A pool that no call names any more ends after so many calls: the first may have been on its way already. */
const missedCalls = 2;

/** What an agent does for one notebook or program. */
export class Session {
  readonly reporter: Reporter;
  readonly #host: SessionHost;
  readonly #lessons = new Map<Hash, Promise<Learned>>();
  readonly #pools = new Map<string, Promise<AgentPool>>();
  readonly #open = new Set<AgentPool>();
  readonly #missed = new Map<string, number>();
  #heard = machineNow();
  #ended = false;

  constructor(host: SessionHost, reporter: Reporter) {
    this.#host = host;
    this.reporter = reporter;
  }

  /** When home last gave a sign of life. */
  get heard(): number {
    return this.#heard;
  }

  /** As if it had: the silence was ours. */
  hearNothing(): void {
    this.#heard = machineNow();
  }

  hear({ pools, givenUp }: RollCall): void {
    this.#heard = machineNow();
    const given = new Set(givenUp);
    if (given.size > 0) for (const pool of this.#open) pool.giveUp(given);
    for (const name of this.#pools.keys()) {
      const missed = pools.includes(name)
        ? 0
        : (this.#missed.get(name) ?? 0) + 1;
      this.#missed.set(name, missed);
      if (missed >= missedCalls) this.#endPool(name);
    }
  }

  async run(batch: Batch): Promise<void> {
    try {
      await this.#run(batch);
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      this.#refuse(batch, error);
    }
  }

  /** Another host may have it; but that would hide from the caller that this one has not. */
  #refuse({ parts }: Batch, error: TransferError): void {
    const now = machineNow();
    const outcome = { kind: "error", error: encodeError(error) } as const;
    const times = { started: now, ended: now };
    for (const id of parts.flatMap(({ ids }) => [...ids]))
      this.reporter.done({ id, worker: 0, times, outcome });
  }

  async #run(batch: Batch): Promise<void> {
    const [pool, ...lessons] = await Promise.all([
      this.#pool(batch),
      ...batch.lessons.map((hash) => this.#lesson(hash)),
    ]);
    if (this.#ended) return;
    const works = batch.parts.map((part) => {
      const learned = lessons[part.lesson];
      if (learned === undefined) throw new Error("a batch without its lesson");
      const units =
        part.units === undefined ? [] : (lessons[part.units]?.units ?? []);
      return { part, call: this.#call(learned, part.cell), units };
    });
    await pool.run(works);
  }

  end(): void {
    this.#ended = true;
    for (const pool of this.#open) pool.end();
  }

  /** One for each cell that calls it: what it prints goes there. */
  #call({ call }: Learned, cell: number): Call {
    const calls = this.#calls.get(call) ?? new Map<number, Call>();
    this.#calls.set(call, calls);
    const known = calls.get(cell);
    if (known !== undefined) return known;
    const made: Call = {
      ...call,
      id: (lastCall += 1),
      cell: this.#host.cellNumber(cell),
    };
    calls.set(cell, made);
    return made;
  }

  readonly #calls = new WeakMap<Learned["call"], Map<number, Call>>();

  #pool({ pool: name, settings }: Batch): Promise<AgentPool> {
    const known = this.#pools.get(name);
    if (known !== undefined) return known;
    const made = this.#makePool(settings);
    this.#pools.set(name, made);
    // The next batch tries again.
    made.catch(() => this.#pools.delete(name));
    return made;
  }

  async #makePool(hash: Hash): Promise<AgentPool> {
    const settings = deserialize(
      await this.#host.fetch(hash),
    ) as RemoteSettings;
    const { slots, threads } = this.#host;
    const pool = new AgentPool(settings, slots, threads, this.reporter);
    this.#open.add(pool);
    return pool;
  }

  #endPool(name: string): void {
    const pool = this.#pools.get(name);
    this.#pools.delete(name);
    this.#missed.delete(name);
    void pool?.then((each) => {
      this.#open.delete(each);
      each.end();
    });
  }

  #lesson(hash: Hash): Promise<Learned> {
    const known = this.#lessons.get(hash);
    if (known !== undefined) return known;
    const made = this.#learn(hash);
    this.#lessons.set(hash, made);
    made.catch(() => this.#lessons.delete(hash));
    return made;
  }

  async #learn(hash: Hash): Promise<Learned> {
    const lesson = deserialize(await this.#host.fetch(hash)) as Lesson;
    const { name, entry, luggage } = lesson;
    const here = await this.#host.provide(name, luggage);
    const units = await Promise.all(
      lesson.units.map((unit) => this.#whole(unit)),
    );
    return makeLearnedCall(
      name,
      entry && here.entry(entry),
      units.map((unit) => here.unit(unit)),
    );
  }

  async #whole(unit: Unit | LargeUnit): Promise<Unit> {
    if (unit.kind !== "large") return unit;
    const { key, name, bytes } = unit;
    return { kind: "data", key, name, bytes: await this.#host.fetch(bytes) };
  }
}

let lastCall = 0;
