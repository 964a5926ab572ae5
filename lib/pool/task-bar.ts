import { ProgressBar } from "../progress/progress-bar.ts";
import type { Future } from "../future/future.ts";

/** Asks for a bar: `true` for one with the function's name, or the words to put before it. */
export type Progress = boolean | string;

const tickMs = 500;

/** The bar of one map: it moves as tasks get done, and its clock goes on while a long one runs. */
export class TaskBar {
  readonly #bar: ProgressBar;
  #running = 0;
  #clock: NodeJS.Timeout | undefined;

  /** @param total items, or undefined while nobody knows */
  constructor(total: number | undefined, label: string) {
    this.#bar = new ProgressBar(total, label);
  }

  /** @param items how many of the total the task stands for */
  follow(task: Future<unknown>, items: number): void {
    this.#running += 1;
    this.#clock ??= setInterval(() => this.#bar.advance(0), tickMs).unref();
    task.addDoneCallback(() => {
      this.#running -= 1;
      if (this.#running === 0) this.#stopClock();
      if (!task.failed()) this.#bar.advance(items);
    });
  }

  finish(): void {
    this.#stopClock();
    this.#bar.finish();
  }

  /** Does nothing after `finish`. */
  stop(): void {
    this.#stopClock();
    this.#bar.stop();
  }

  #stopClock(): void {
    clearInterval(this.#clock);
    this.#clock = undefined;
  }
}

/** The bar that was asked for, if one was. */
export function makeTaskBar(
  progress: Progress | undefined,
  name: string,
  total: number | undefined,
): TaskBar | undefined {
  if (progress === undefined || progress === false) return undefined;
  return new TaskBar(total, progress === true ? name : progress);
}
