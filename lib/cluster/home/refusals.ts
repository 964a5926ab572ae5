import { TransferError } from "../../transfer/transfer-error.ts";
import type { Task } from "../../worker/task.ts";

const instead: Record<string, string> = {
  Value: "return what each task found, and add it up in the cell",
  SharedArray: "send each task its part, as with array.slice(), and return it",
  Queue: "map over the items, or take results with imapUnordered",
  JoinableQueue: "map over the items, or take results with imapUnordered",
  SimpleQueue: "map over the items, or take results with imapUnordered",
  Connection: "return what the task would send",
};

/** What lives in the memory of one machine has no meaning on another. @returns why a task cannot go there */
export function refuseWhatMemoryShares(task: Task): TransferError | undefined {
  const { shared, objects } = task;
  const [object] = objects;
  if (shared !== undefined)
    return new TransferError(
      shared,
      "is shared memory, which ends at the edge of a machine. Send a copy, as with array.slice(), or use a pool without `on`",
    );
  if (object === undefined) return undefined;
  const kind = object.constructor.name;
  const advice =
    instead[kind] ??
    "let the cell decide what runs when, and submit it in that order";
  return new TransferError(
    `a ${kind}`,
    `lives on this machine, and workers of a cluster are on others: ${advice}; or use a pool without \`on\``,
  );
}
