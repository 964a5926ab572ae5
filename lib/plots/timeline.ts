import type { Data } from "plotly.js-dist";
import { Figure, figure } from "./figure.ts";
import { pale, palette } from "./theme.ts";
import { type Block, findWaits, mergeBlocks } from "./timeline-blocks.ts";
import { formatNumber, formatSeconds } from "./units.ts";

/** A task that a worker ran. Times in seconds since any common start. */
export interface TimelineTask {
  worker: string | number;
  /** Name of the function. */
  task: string;
  queued: number;
  started: number;
  ended: number;
  /** Size of what was sent to the worker. */
  bytes?: number;
}

export interface TimelineOptions {
  title?: string;
}

const mostBlocks = 150;
const laneHeight = 34;

/**
 * Who did what when: a lane per worker, a block per task, coloured by function. Pale stretches are time in which a
 * worker had nothing to run although its next task was waiting: starting the worker, or sending the task.
 * Where blocks would be too thin to see, neighbours of the same function are drawn as one.
 */
export function timeline(
  tasks: readonly TimelineTask[],
  options: TimelineOptions = {},
): Figure {
  const { title = "Timeline of the workers" } = options;
  if (tasks.length === 0)
    throw new RangeError(
      "nothing to show: no task has run yet. Await the pool's work first.",
    );
  const origin = Math.min(...tasks.map(({ queued }) => queued));
  const blocks = mergeBlocks(
    tasks.map((task) => toBlock(task, origin)),
    mostBlocks,
  );
  const lanes = [...new Set(blocks.map(({ lane }) => lane))].sort((a, b) =>
    a.localeCompare(b, "en", { numeric: true }),
  );
  const names = [...new Set(blocks.map(({ task }) => task))];
  const waits = findWaits(blocks);
  return figure(
    [
      ...names.map((name, i) =>
        toTrace(
          blocks.filter(({ task }) => task === name),
          name,
          palette[i % palette.length] as string,
        ),
      ),
      ...(waits.length > 0 ? [waitTrace(waits)] : []),
    ],
    {
      title: { text: title },
      barmode: "overlay",
      bargap: 0.3,
      height: 150 + laneHeight * lanes.length,
      legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
      showlegend: true,
      margin: { t: 88 },
      hovermode: "closest",
      xaxis: { title: { text: "time (s)" }, rangemode: "tozero" },
      yaxis: {
        type: "category",
        categoryorder: "array",
        categoryarray: lanes,
        autorange: "reversed",
        title: { text: "worker" },
      },
    },
    { description: describeTimeline(title, tasks, lanes) },
  );
}

function toBlock(task: TimelineTask, origin: number): Block {
  const { worker, queued, started, ended, bytes = 0 } = task;
  return {
    lane: String(worker),
    task: task.task,
    queued: queued - origin,
    started: started - origin,
    ended: ended - origin,
    busy: ended - started,
    bytes,
    count: 1,
  };
}

function toTrace(blocks: Block[], name: string, color: string): Data {
  return {
    type: "bar",
    orientation: "h",
    name,
    y: blocks.map(({ lane }) => lane),
    base: blocks.map(({ started }) => round(started)),
    x: blocks.map(({ started, ended }) => round(ended - started)),
    customdata: blocks.map(describeBlock),
    hovertemplate: "%{customdata}<extra></extra>",
    marker: { color, line: { width: 1, color: "rgba(255,255,255,0.7)" } },
  };
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
    marker: { color: pale },
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

function describeTimeline(
  title: string,
  tasks: readonly TimelineTask[],
  lanes: string[],
): string {
  const origin = Math.min(...tasks.map(({ queued }) => queued));
  const end = Math.max(...tasks.map(({ ended }) => ended));
  const parts = lanes.map((lane) => {
    const own = tasks.filter(({ worker }) => String(worker) === lane);
    const busy = own.reduce((sum, task) => sum + task.ended - task.started, 0);
    const share = Math.round((100 * busy) / (end - origin || 1));
    return `worker ${lane} ran ${own.length} in ${formatSeconds(busy)} (${share} %)`;
  });
  return `Timeline "${title}", ${tasks.length} tasks in ${formatSeconds(end - origin)}: ${parts.join(", ")}`;
}

function round(seconds: number): number {
  return Number(seconds.toFixed(5));
}
