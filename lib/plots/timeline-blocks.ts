/** A stretch of a worker's time, seconds from the timeline's start: one task, or neighbours drawn as one. */
export interface Block {
  lane: string;
  task: string;
  queued: number;
  started: number;
  ended: number;
  /** Seconds of work in it; less than its length when there are gaps. */
  busy: number;
  bytes: number;
  /** Tasks in it. */
  count: number;
}

/** Joins neighbours of the same function, the closest first, until at most `limit` blocks are left, if that can be. */
export function mergeBlocks(blocks: Block[], limit: number): Block[] {
  const sorted = [...blocks].sort(
    (a, b) => a.lane.localeCompare(b.lane) || a.started - b.started,
  );
  const length = Math.max(0, ...blocks.map(({ ended }) => ended));
  let merged = sorted;
  for (let gap = length / 2000; merged.length > limit; gap *= 2) {
    merged = joinNeighbours(merged, gap);
    if (gap > length) return merged;
  }
  return merged;
}

function joinNeighbours(sorted: Block[], gap: number): Block[] {
  const joined: Block[] = [];
  for (const block of sorted) {
    const last = joined.at(-1);
    const near =
      last !== undefined &&
      last.lane === block.lane &&
      last.task === block.task &&
      block.ended - last.started <= 4 * gap &&
      block.started - last.ended <= gap;
    if (near) joined[joined.length - 1] = join(last, block);
    else joined.push(block);
  }
  return joined;
}

function join(a: Block, b: Block): Block {
  return {
    ...a,
    ended: Math.max(a.ended, b.ended),
    busy: a.busy + b.busy,
    bytes: a.bytes + b.bytes,
    count: a.count + b.count,
  };
}

/** Stretches in which a lane ran nothing while the task it ran next was queued already. */
export function findWaits(
  blocks: Block[],
): { lane: string; from: number; to: number }[] {
  const free = new Map<string, number>();
  const shortest = Math.max(0, ...blocks.map(({ ended }) => ended)) / 500;
  const waits = [];
  for (const { lane, queued, started, ended } of [...blocks].sort(
    (a, b) => a.started - b.started,
  )) {
    const from = Math.max(queued, free.get(lane) ?? 0);
    if (started - from > shortest) waits.push({ lane, from, to: started });
    free.set(lane, Math.max(ended, free.get(lane) ?? 0));
  }
  return waits;
}
