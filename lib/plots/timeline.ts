import type { Data } from "plotly.js-dist";
import { Figure, figure } from "./figure.ts";
import { heading } from "./heading.ts";
import { pale, palette, quiet } from "./theme.ts";
import { type Block, findWaits, mergeBlocks } from "./timeline-blocks.ts";
import { formatNumber, formatSeconds } from "./units.ts";

/** A task that a worker ran. Times in seconds since any common start. */
export interface TimelineTask {
  /** Which one: a lane of the figure. */
  worker: string | number;
  /** Name of the function. */
  task: string;
  /** When it was submitted, in seconds. */
  queued: number;
  /** When the worker began with it, in seconds. */
  started: number;
  /** When the worker was done with it, in seconds. */
  ended: number;
  /** Size of what was sent to the worker, in bytes (default: not said). */
  bytes?: number;
  /** The machine it ran on, if there are several: lanes are grouped by it (default: not said). */
  host?: string;
  /** So exactly that machine's clock is known here, in seconds (default: it is this one's). */
  clockError?: number;
}

/** How {@link timeline} draws. */
export interface TimelineOptions {
  /** Above the figure (default: its own words). */
  title?: string | undefined;
}

/** A timeline at one moment, maybe of work that goes on. */
export interface TimelineView {
  tasks: readonly TimelineTask[];
  /** Tasks that are not done: drawn up to `now`, hatched. */
  running: readonly Omit<TimelineTask, "ended">[];
  now: number;
  /** Lanes drawn at least, for workers 1 to n. */
  workers: number;
  /** Whether the running tasks were stopped. */
  stopped: boolean;
  /** How far the work is, in words. */
  note: string;
}

const mostBlocks = 150;
const laneHeight = 34;

/**
 * Who did what when: a lane per worker, a block per task, coloured by function. Pale stretches are time in which a
 * worker had nothing to run although its next task was waiting: starting the worker, or sending the task.
 * Where blocks would be too thin to see, neighbours of the same function are drawn as one.
 * @throws RangeError if there is no task
 */
export function timeline(
  tasks: readonly TimelineTask[],
  options: TimelineOptions = {},
): Figure {
  if (tasks.length === 0)
    throw new RangeError(
      "nothing to show: no task has run yet. Await the pool's work first.",
    );
  const now = Math.max(...tasks.map(({ ended }) => ended));
  const view = { tasks, running: [], now, workers: 0, stopped: false };
  return drawTimeline({ ...view, note: summarize(tasks) }, options);
}

export function drawTimeline(
  view: TimelineView,
  { title = "Timeline of the workers" }: TimelineOptions,
): Figure {
  const { tasks, running, now, note } = view;
  const origin = Math.min(
    ...[...tasks, ...running].map(({ queued }) => queued),
    now,
  );
  const blocks = mergeBlocks(
    tasks.map((task) => toBlock(task, origin)),
    mostBlocks,
  );
  const unfinished = running.map((task) =>
    toBlock({ ...task, ended: now }, origin),
  );
  const all = [...blocks, ...unfinished];
  const lanes = findLanes(all, view.workers);
  const names = [...new Set(all.map(({ task }) => task))];
  const colorOf = (name: string) =>
    palette[names.indexOf(name) % palette.length] as string;
  const waits = findWaits(all);
  return figure(
    [
      ...names.map((name, index) =>
        toTrace(
          blocks.filter(({ task }) => task === name),
          name,
          lookOf(index, colorOf(name)),
        ),
      ),
      ...(unfinished.length > 0
        ? [unfinishedTrace(unfinished, view.stopped, colorOf)]
        : []),
      ...(waits.length > 0 ? [waitTrace(waits)] : []),
    ],
    {
      ...heading({ title, subtitle: note, legend: true }),
      barmode: "overlay",
      bargap: 0.3,
      height: 170 + laneHeight * lanes.length,
      hovermode: "closest",
      xaxis: { title: { text: "time (s)" }, rangemode: "tozero" },
      yaxis: {
        type: "category",
        categoryorder: "array",
        categoryarray: lanes,
        // Every lane, also one in which nothing has run.
        range: [lanes.length - 0.5, -0.5],
        title: { text: "worker" },
      },
    },
    { description: describeTimeline(title, note, tasks, lanes) },
  );
}

function findLanes(blocks: Block[], workers: number): string[] {
  // Workers of other machines come as they are heard of.
  const isElsewhere = blocks.some(({ lane }) => !/^\d+$/.test(lane));
  const length = isElsewhere ? 0 : workers;
  const numbers = Array.from({ length }, (_, i) => String(i + 1));
  const lanes = new Set([...numbers, ...blocks.map(({ lane }) => lane)]);
  return [...lanes].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

function toBlock(task: TimelineTask, origin: number): Block {
  const { queued, started, ended, bytes = 0 } = task;
  return {
    lane: laneOf(task),
    task: task.task,
    queued: queued - origin,
    started: started - origin,
    ended: ended - origin,
    busy: ended - started,
    bytes,
    count: 1,
  };
}

function laneOf({
  worker,
  host,
}: Pick<TimelineTask, "worker" | "host">): string {
  return host === undefined ? String(worker) : `${host}, ${worker}`;
}

function place(blocks: Block[]) {
  return {
    type: "bar" as const,
    orientation: "h" as const,
    y: blocks.map(({ lane }) => lane),
    base: blocks.map(({ started }) => round(started)),
    x: blocks.map(({ started, ended }) => round(ended - started)),
  };
}

const patterns = ["", ".", "x", "|", "-", "+"] as const;

/** Functions are told apart without colours too; the first needs no pattern. */
function lookOf(index: number, color: string) {
  const shape = patterns[index % patterns.length];
  if (!shape) return { color };
  const dots = { fillmode: "overlay", fgcolor: "#fff", size: 6, solidity: 0.2 };
  return { color, pattern: { shape, ...dots } };
}

function toTrace(
  blocks: Block[],
  name: string,
  look: ReturnType<typeof lookOf>,
): Data {
  return {
    ...place(blocks),
    name,
    customdata: blocks.map(describeBlock),
    hovertemplate: "%{customdata}<extra></extra>",
    marker: { ...look, line: { width: 1, color: "rgba(255,255,255,0.7)" } },
  } as Data;
}

function unfinishedTrace(
  blocks: Block[],
  stopped: boolean,
  colorOf: (name: string) => string,
): Data {
  const name = stopped ? "stopped" : "running";
  return {
    ...place(blocks),
    name,
    hovertemplate: blocks.map(
      ({ task, busy }) =>
        `${task}<br>${name} after ${formatSeconds(busy)}<extra></extra>`,
    ),
    marker: {
      color: blocks.map(({ task }) => colorOf(task)),
      pattern: { shape: "/", size: 7, solidity: 0.35 },
    },
  } as Data;
}

function waitTrace(waits: { lane: string; from: number; to: number }[]): Data {
  return {
    type: "bar",
    orientation: "h",
    name: "waiting",
    y: waits.map(({ lane }) => lane),
    base: waits.map(({ from }) => round(from)),
    x: waits.map(({ from, to }) => round(to - from)),
    hovertemplate: "waiting %{x} s<extra></extra>",
    // The outline stands out from any page, which the area does not.
    marker: { color: pale, line: { width: 1, color: quiet } },
  };
}

function describeBlock(block: Block): string {
  const head =
    block.count === 1
      ? block.task
      : `${block.count} tasks of ${block.task}, busy ${formatSeconds(block.busy)}`;
  const size =
    block.bytes > 0 ? `<br>${formatNumber(block.bytes)} bytes sent` : "";
  return (
    `${head}<br>${formatSeconds(block.ended - block.started)}, from ${formatNumber(block.started)} s` +
    `<br>queued ${formatSeconds(Math.max(0, block.started - block.queued))}${size}`
  );
}

/** "40 tasks in 3.2 s" */
export function summarize(tasks: readonly TimelineTask[]): string {
  const seconds = lastEnd(tasks) - firstQueued(tasks);
  const count = tasks.length === 1 ? "1 task" : `${tasks.length} tasks`;
  const errors = tasks.map(({ clockError = 0 }) => clockError);
  const error = errors.reduce((most, each) => Math.max(most, each), 0);
  const clocks =
    error > 0 ? `; the hosts' clocks to ±${formatSeconds(error)}` : "";
  return `${count} in ${formatSeconds(seconds)}${clocks}`;
}

function describeTimeline(
  title: string,
  note: string,
  tasks: readonly TimelineTask[],
  lanes: string[],
): string {
  if (tasks.length === 0) return `Timeline "${title}", ${note}`;
  const length = lastEnd(tasks) - firstQueued(tasks) || 1;
  const parts = lanes.map((lane) => {
    const own = tasks.filter((task) => laneOf(task) === lane);
    const busy = own.reduce((sum, task) => sum + task.ended - task.started, 0);
    const share = Math.round((100 * busy) / length);
    return `worker ${lane} ran ${own.length} in ${formatSeconds(busy)} (${share} %)`;
  });
  return `Timeline "${title}", ${note}: ${parts.join(", ")}`;
}

function firstQueued(tasks: readonly TimelineTask[]): number {
  return Math.min(...tasks.map(({ queued }) => queued));
}

function lastEnd(tasks: readonly TimelineTask[]): number {
  return Math.max(...tasks.map(({ ended }) => ended));
}

function round(seconds: number): number {
  return Number(seconds.toFixed(5));
}
