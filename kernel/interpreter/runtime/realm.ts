import { MessageChannel } from "node:worker_threads";
import type { CellsRealm } from "./cells-realm.ts";

declare const $cells: CellsRealm;

/**
 * The realm of the cells, as start.ts hands it over. The runtime's own names (Array, Object, Promise) are those of another,
 * which cells cannot touch. So a Map of a cell is no `instanceof Map` here: ask `util.types`. And no method is called on
 * what comes from there, but our own applied to it.
 */
export const cells = $cells;

const turns = new MessageChannel();
// Bound, it is looked up nowhere, whatever a cell makes of ports.
const turn = turns.port1.postMessage.bind(turns.port1);
let hops: (() => void)[] = [];
cells.listen(turns.port2, () => {
  const due = hops;
  hops = [];
  for (const go of due) go();
});

/**
 * Calls back after one whole turn of the event loop, so after every `setImmediate` and every microtask that waits now. Node's
 * own timers run code that cells can change (`Array.prototype.pop`); a port of ours runs none.
 */
export function afterTurn(callback: () => void): void {
  // The first hop may come in this turn, the second comes in the next.
  hop(() => hop(callback));
}

function hop(go: () => void): void {
  if (hops.push(go) === 1) turn(null);
}
