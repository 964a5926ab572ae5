import vm from "node:vm";
import type { MessagePort } from "node:worker_threads";
import { noteThrown, placeOfThrown } from "../../../lib/transfer/thrown.ts";
import { askLive, CellAwaits, live } from "./cell-awaits.ts";
import { disposal } from "./disposal.ts";
import { findFunctionTag, mark } from "./function-tags.ts";
import { formatStacks } from "./stack-format.ts";

/** What is made in the realm of the cells, for their sake: values that they get, code that runs as often as theirs. */
export interface CellsRealm {
  global: typeof globalThis;
  mark: typeof mark;
  findFunctionTag: typeof findFunctionTag;
  disposal: typeof disposal;
  noteThrown: typeof noteThrown;
  placeOfThrown: typeof placeOfThrown;
  gate: typeof gate;
  CellAwaits: typeof CellAwaits;
  live: typeof live;
  askLive: typeof askLive;
  asImport: typeof asImport;
  formatStacks: typeof formatStacks;
  /** Hears what comes at a port, in objects of the runtime's realm. */
  listen<T>(port: MessagePort, listener: (message: T) => void): void;
}

export function openCells(listen: CellsRealm["listen"]): CellsRealm {
  const global = vm.runInThisContext("globalThis") as typeof globalThis;
  return {
    global,
    mark,
    findFunctionTag,
    disposal,
    noteThrown,
    placeOfThrown,
    gate,
    CellAwaits,
    live,
    askLive,
    asImport,
    formatStacks,
    listen,
  };
}

// What follows runs when cells may have changed everything: it uses syntax, and what it took before.

const OwnPromise = Promise;

/** Awaits as the language does, whatever a cell has made of `then`. */
async function settle<T>(
  value: T,
  resolve: (value: Awaited<T>) => void,
  reject: (error: unknown) => void,
): Promise<void> {
  let result: Awaited<T>;
  try {
    result = await value;
  } catch (error) {
    return reject(error);
  }
  resolve(result);
}

/**
 * A promise that the value settles.
 * @param isOpen asked before it does; false leaves the promise open
 */
function gate<T>(value: T, isOpen: () => boolean): Promise<Awaited<T>> {
  return new OwnPromise((resolve, reject) => {
    void settle(
      value,
      (result) => {
        if (isOpen()) resolve(result);
      },
      (error) => {
        if (isOpen()) reject(error);
      },
    );
  });
}

/** `import()` as cells call it: the promise, and the error for what is no name, are of their realm. */
function asImport<T>(
  load: (specifier: string, options?: ImportCallOptions) => Promise<T>,
): (specifier: unknown, options?: ImportCallOptions) => Promise<T> {
  return (specifier, options) =>
    new OwnPromise<T>((resolve, reject) => {
      const name = `${specifier as string}`;
      void settle(load(name, options), resolve as never, reject);
    });
}
