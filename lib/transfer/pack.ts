import { findNotebook } from "../notebook.ts";
import { refuseWhileImporting } from "./importing.ts";
import type { Shipment } from "./messages.ts";
import { Packer } from "./packer.ts";

/**
 * Packs a function for workers: itself, and what it calls and captures, each piece with a key by which a worker knows
 * what it has already. Packing costs some microseconds, and time in proportion to captured data.
 * In a notebook any function written in a cell can be packed, and any imported one; in plain Node, exported functions.
 * @throws TransferError naming the variable that cannot travel, and what to do
 */
export function pack(fn: (...args: never[]) => unknown): Shipment {
  const what = describeEntry(fn);
  refuseWhileImporting(what);
  const packer = new Packer();
  const entry = packer.entry(fn, what);
  const { warnings, shared, objects } = packer;
  return { entry, units: packer.units(), warnings, shared, objects };
}

function describeEntry(fn: { name: string }): string {
  if (!fn.name) return "the function";
  return findNotebook()
    ? `the function ${fn.name}`
    : `the function ${fn.name}()`;
}
