import { perThread } from "../platform/per-thread.ts";

/**
 * Shared memory by its id. Objects that stand on it travel as their id alone, however deep inside data or captured
 * variables; the memory itself goes to each worker thread once, ahead of the tasks.
 */
export interface Block {
  id: string;
  buffer: SharedArrayBuffer;
}

/** What a worker thread must learn before its next task. */
export interface BlockNews {
  added: Block[];
  removed: string[];
}

const { blocks, history } = perThread("blocks", () => ({
  blocks: new Map<string, SharedArrayBuffer>(),
  /** Everything that happened, in order; a worker knows it up to some point. */
  history: [] as ({ added: string } | { removed: string })[],
}));

export function addBlock(id: string, buffer: SharedArrayBuffer): void {
  if (blocks.has(id)) return;
  blocks.set(id, buffer);
  history.push({ added: id });
}

export function removeBlock(id: string): void {
  if (blocks.delete(id)) history.push({ removed: id });
}

export function findBlock(id: string): SharedArrayBuffer | undefined {
  return blocks.get(id);
}

/** @returns what happened since `seen`, and what `seen` is now; no news most of the time */
export function newsSince(seen: number): { news?: BlockNews; seen: number } {
  if (seen === history.length) return { seen };
  const news: BlockNews = { added: [], removed: [] };
  for (const change of history.slice(seen)) {
    if ("removed" in change) news.removed.push(change.removed);
    else {
      const buffer = blocks.get(change.added);
      if (buffer !== undefined) news.added.push({ id: change.added, buffer });
    }
  }
  return { news, seen: history.length };
}

/** In a worker thread. */
export function learnBlocks(news: BlockNews): void {
  for (const { id, buffer } of news.added) addBlock(id, buffer);
  for (const id of news.removed) removeBlock(id);
}
