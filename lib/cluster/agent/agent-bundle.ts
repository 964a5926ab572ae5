import { Future } from "../../future/future.ts";
import type { TaskReply, Times } from "../../worker/messages.ts";
import type { Bundle, Task } from "../../worker/task.ts";
import type { Done, Outcome } from "../wire/messages.ts";

let lastNumber = 0;

/** @returns the first of so many, by which workers of this agent know tasks: homes count each for itself */
export function takeNumbers(count: number): number {
  lastNumber += count;
  return lastNumber - count + 1;
}

/** Who hears what becomes of a bundle's tasks. */
export interface BundleOwner {
  /** Answers as the worker wrote them. */
  answered(records: Uint8Array, worker: number): void;
  done(done: Done): void;
  /** So many of them are not here any more. */
  over(count: number): void;
  /** Some of a bundle's tasks have one of their own now. */
  divided(bundle: AgentBundle): void;
}

/** Tasks of a batch that go to a worker as they came, without being taken apart. */
export class AgentBundle implements Bundle {
  ids: Float64Array;
  places: Uint32Array;
  readonly size: number;
  readonly task: Task;
  readonly owner: BundleOwner;
  /** The task of which home was told last that it runs. */
  told: number | undefined;
  /** Where those that are left were at first. */
  #at: Uint32Array;
  #answered = 0;
  #since = 0;

  /** @param model what the task that stands for them has besides */
  constructor(
    ids: Float64Array,
    places: Uint32Array,
    model: Omit<Task, "id" | "future">,
    owner: BundleOwner,
  ) {
    this.ids = ids;
    this.places = places;
    this.size = ids.length;
    this.#at = Uint32Array.from(ids.keys());
    this.owner = owner;
    model.call.remaining += 1;
    this.task = {
      ...model,
      id: takeNumbers(ids.length),
      future: new Future(),
      bundle: this,
    };
  }

  /** Those that have no answer, in the order in which they run. */
  get open(): Float64Array {
    return this.ids.subarray(this.#answered);
  }

  /** When the last of them was done, or 0. */
  get since(): number {
    return this.#since;
  }

  hear(
    records: Uint8Array,
    count: number,
    ended: number,
    worker: number,
  ): void {
    this.#note(count, ended);
    this.owner.answered(records, worker);
    this.owner.over(count);
  }

  hearOne(reply: TaskReply, worker: number): void {
    const { id, started, ended, cpu } = reply;
    this.#note(1, ended);
    const times = { started, ended, cpu };
    this.owner.done({ id, worker, times, outcome: toOutcome(reply) });
    this.owner.over(1);
  }

  /** Its worker ended. */
  lost(worker: number, { started, ended }: Times, outcome: Outcome): void {
    const [id] = this.open;
    if (id === undefined) return;
    const times = { started: Math.max(started, this.#since), ended };
    this.#note(1, ended);
    this.owner.done({ id, worker, times, outcome });
    this.owner.over(1);
  }

  split(places: readonly number[]): Task {
    const gone = new Set(places);
    const first = this.#at;
    return this.#divide((at) => gone.has(first[at]!)).task;
  }

  /** Of one that no worker is at. @returns those that are still wanted, which are none of this one's any more */
  without(gone: ReadonlySet<number>): AgentBundle | undefined {
    const { ids } = this;
    const wanted = ids.some((id) => !gone.has(id))
      ? this.#divide((at) => !gone.has(ids[at]!))
      : undefined;
    this.owner.over(this.release().length);
    return wanted;
  }

  /** It has none any more. @returns those that had no answer */
  release(): Float64Array {
    const { open } = this;
    this.#keep(() => false);
    this.#answered = 0;
    return open;
  }

  /** Those in question have a bundle of their own from now on. */
  #divide(leaves: (at: number) => boolean): AgentBundle {
    const { ids, places, task, owner } = this;
    const rest = new AgentBundle(
      ids.filter((_, at) => leaves(at)),
      places.filter((_, at) => leaves(at)),
      ...([task, owner] as const),
    );
    this.#keep((at) => !leaves(at));
    owner.divided(rest);
    return rest;
  }

  #keep(stays: (at: number) => boolean): void {
    this.ids = this.ids.filter((_, at) => stays(at));
    this.places = this.places.filter((_, at) => stays(at));
    this.#at = this.#at.filter((_, at) => stays(at));
  }

  #note(count: number, ended: number): void {
    this.#answered += count;
    this.#since = ended;
  }
}

/** Nothing is taken apart here: results and errors are home's. */
export function toOutcome(reply: TaskReply): Outcome {
  return reply.kind === "result"
    ? { kind: "result", value: reply.value }
    : { kind: "error", error: reply.error };
}
