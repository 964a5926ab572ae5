import { findNotebook } from "../notebook.ts";
import { findPage } from "../notebook-page.ts";
import type { Activity, ActivityEvent } from "../worker/timeline.ts";
import type { Figure } from "./figure.ts";
import { Place } from "./place.ts";
import { drawTimeline, summarize, type TimelineOptions } from "./timeline.ts";

/** Whose work is drawn: a pool, an executor. */
export interface Watched {
  activity(): Activity;
  watch(listener: (event: ActivityEvent) => void): () => void;
}

const drawEveryMs = 100;
/** Of the time at most so much goes into drawing: the work is what matters. */
const drawingShare = 0.1;

/**
 * The timeline of a pool's workers, drawn while they work: in the notebook at most ten times a second; elsewhere printed
 * in words at the end.
 *
 *     whole --change--> following --idle--> whole --change in a later cell--> ended
 *                           '--the work is stopped--> marked as stopped, ended
 */
export class LiveTimeline {
  readonly #pool: Watched;
  readonly #title: string | undefined;
  readonly #place: Place | undefined;
  readonly #cell = findNotebook()?.currentCell;
  readonly #start: number;
  readonly #unwatch: () => void;
  #state: "following" | "whole" | "ended" = "whole";
  #figure: Figure;
  #timer: NodeJS.Timeout | undefined;
  #paceMs = drawEveryMs;
  #drawnAt = -Infinity;

  /** @internal Use `pool.timeline({ live: true })`. */
  constructor(pool: Watched, options: TimelineOptions = {}) {
    this.#pool = pool;
    this.#title = options.title;
    const page = findPage();
    this.#place = page && new Place(page);
    const { now, running, waiting } = pool.activity();
    // What runs already is part of it, what is done is not.
    this.#start = now;
    this.#figure = this.#draw(running.length + waiting > 0);
    this.#unwatch = pool.watch((event) => this.#hear(event));
  }

  /** The figure as it is now, for another place or a file. */
  get figure(): Figure {
    return this.#figure;
  }

  /** Draws what is there and follows the pool no more. */
  stop(): void {
    if (this.#state === "following") this.#draw(false);
    this.#end();
  }

  /** Stops following the pool; what is drawn stays. */
  [Symbol.dispose](): void {
    this.stop();
  }

  /** It is on the page already. */
  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    return this.#place ? {} : this.#figure.toMimeBundle();
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#figure.description;
  }

  #hear(event: ActivityEvent): void {
    if (event === "stop") return this.#beStopped();
    const later = findNotebook()?.currentCell !== this.#cell;
    if (later && this.#state === "whole") return this.#end();
    this.#state = event === "idle" ? "whole" : "following";
    if (event === "idle") this.#draw(false);
    else this.#drawSoon();
  }

  #drawSoon(): void {
    const wait = this.#drawnAt + this.#paceMs - performance.now();
    if (wait <= 0) this.#draw(true);
    else this.#tick(wait);
  }

  /** The clock goes on while a long task runs. */
  #tick(waitMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw(true);
    }, waitMs).unref();
  }

  #draw(moving: boolean, stopped = false): Figure {
    const begun = performance.now();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { done, ...now } = this.#pool.activity();
    const mine = done.filter(({ ended }) => ended >= this.#start);
    const activity = { ...now, done: mine };
    this.#figure = drawTimeline(
      { tasks: mine, ...now, stopped, note: describe(activity, stopped) },
      { title: this.#title },
    );
    if (moving) this.#place?.move(this.#figure);
    else this.#place?.show(this.#figure, true);
    this.#drawnAt = performance.now();
    this.#paceMs = Math.max(
      drawEveryMs,
      (this.#drawnAt - begun) / drawingShare,
    );
    if (moving) this.#tick(this.#paceMs);
    return this.#figure;
  }

  #beStopped(): void {
    const { running, waiting } = this.#pool.activity();
    if (running.length + waiting > 0) this.#draw(false, true);
    this.#end();
  }

  #end(): void {
    if (this.#state === "ended") return;
    this.#state = "ended";
    this.#unwatch();
    clearTimeout(this.#timer);
    if (!this.#place) console.log(this.#figure.description);
  }
}

function describe(
  { done, running, waiting }: Activity,
  stopped: boolean,
): string {
  const all = done.length + running.length + waiting;
  if (all === 0) return "nothing has run yet";
  if (stopped) return `stopped: ${done.length} of ${all} tasks are done`;
  if (done.length < all)
    return `${done.length} done, ${running.length} running, ${waiting} waiting`;
  return summarize(done);
}
