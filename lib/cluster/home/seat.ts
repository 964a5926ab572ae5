import type { Place } from "../../worker/timeline.ts";
import type { Task } from "../../worker/task.ts";

/** What an executor asks of its cluster. */
export interface Seat {
  /** Workers that live. */
  readonly slots: number;
  /** @returns the batch's name */
  publish(tasks: readonly Task[]): string;
  /** All its tasks are settled, or go in other batches. */
  settled(batch: string): void;
  /** No task of it is waited for any more. */
  withdraw(batch: string): void;
  giveUp(task: number): void;
  /** Its executor has tasks, or none. */
  setBusy(busy: boolean): void;
  /** It gets no more tasks. */
  end(): void;
  /** A moment of an agent's clock, on home's. */
  toHome(agent: string, at: number): number;
  place(agent: string): Place;
  /** Numbers of agents' workers, from 1, as the timeline has them. */
  workerNumber(agent: string, worker: number): number;
}
