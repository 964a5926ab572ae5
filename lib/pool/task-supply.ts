import type { Call, Task } from "../worker/task.ts";
import type { Supply } from "./priority-queue.ts";

/** Tasks of one call that are made as workers come to them: a million items that wait need no million tasks. */
export interface TaskSupply extends Supply<Task> {
  readonly call: Call;
  /** None of those left will run: whoever waits for them gets the reason. */
  drop(reason: unknown): void;
}
