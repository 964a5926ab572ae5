import { serialize } from "node:v8";
import type { RemoteSettings } from "../../pool/on.ts";
import type { Place } from "../../worker/timeline.ts";
import type { Task } from "../../worker/task.ts";
import type { Host, ToLink } from "../link/link-messages.ts";
import type { Batch, BatchPart, Hash } from "../wire/messages.ts";
import type { Lessons } from "./lessons.ts";
import type { Seat } from "./seat.ts";

/** What all executors of a cluster have in common. */
export interface SharedSeat {
  readonly session: string;
  readonly lessons: Lessons;
  readonly hosts: ReadonlyMap<string, Host>;
  slots(): number;
  send(message: ToLink, handOver?: Uint8Array): void;
  giveUp(task: number): void;
  setBusy(pool: string, busy: boolean): void;
  end(pool: string): void;
}

let lastBatch = 0;

/** An executor's place at its cluster: makes batches of tasks. */
export class ClusterSeat implements Seat {
  readonly #shared: SharedSeat;
  readonly #pool: string;
  readonly #settings: Hash;
  readonly #numbers = new Map<string, number>();

  constructor(shared: SharedSeat, settings: RemoteSettings) {
    this.#shared = shared;
    this.#pool = settings.name;
    this.#settings = shared.lessons.of(settings);
  }

  get slots(): number {
    return this.#shared.slots();
  }

  publish(tasks: readonly Task[]): string {
    const { session } = this.#shared;
    const lessons: Hash[] = [];
    const content: Batch = {
      session,
      pool: this.#pool,
      settings: this.#settings,
      lessons,
      parts: this.#toParts(tasks, lessons),
    };
    lastBatch += 1;
    const batch = String(lastBatch);
    const bytes = serialize(content);
    const needs = [this.#settings, ...lessons];
    this.#shared.send({ kind: "publish", batch, bytes, needs }, bytes);
    return batch;
  }

  settled(batch: string): void {
    this.#shared.send({ kind: "settled", batch });
  }

  withdraw(batch: string): void {
    this.#shared.send({ kind: "withdraw", batch });
  }

  giveUp(task: number): void {
    this.#shared.giveUp(task);
  }

  setBusy(busy: boolean): void {
    this.#shared.setBusy(this.#pool, busy);
  }

  end(): void {
    this.#shared.end(this.#pool);
  }

  toHome(agent: string, at: number): number {
    return at - (this.#shared.hosts.get(agent)?.offset ?? 0);
  }

  place(agent: string): Place {
    const { host = agent, offsetError = 0 } =
      this.#shared.hosts.get(agent) ?? {};
    return { host, clockError: offsetError / 1000 };
  }

  workerNumber(agent: string, worker: number): number {
    const key = `${agent} ${worker}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(key, number);
    return number;
  }

  #toParts(tasks: readonly Task[], lessons: Hash[]): BatchPart[] {
    const place = (hash: Hash): number => {
      const at = lessons.indexOf(hash);
      return at < 0 ? lessons.push(hash) - 1 : at;
    };
    const all = this.#shared.lessons;
    const groups: { like: Like; tasks: Task[] }[] = [];
    for (const task of tasks) {
      const { mode, call, units } = task;
      const like: Like = {
        ...{ mode, cell: call.cell },
        lesson: place(all.ofCall(call.name, call.shipment)),
        units: units.length > 0 ? place(all.ofUnits(units)) : undefined,
      };
      const last = groups.at(-1);
      // Only those next to each other, for they run in this order.
      if (last !== undefined && isSame(last.like, like)) last.tasks.push(task);
      else groups.push({ like, tasks: [task] });
    }
    return groups.map((group) => ({
      ...group.like,
      ids: Float64Array.from(group.tasks, ({ id }) => id),
      args: serialize(group.tasks.map(({ args }) => args)),
    }));
  }
}

/** What tasks have in common that an agent need not tell apart. */
type Like = Omit<BatchPart, "ids" | "args">;

function isSame(one: Like, other: Like): boolean {
  return (
    one.mode === other.mode &&
    one.cell === other.cell &&
    one.lesson === other.lesson &&
    one.units === other.units
  );
}
