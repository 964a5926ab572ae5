import vm from "node:vm";
import type { MessagePort } from "node:worker_threads";
import { noteThrown, placeOfThrown } from "../../../lib/transfer/thrown.ts";
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
  race: typeof race;
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
    race,
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
 * A promise that the value or `reject` settles, whichever comes first.
 * @param goOn called before the value settles it; false leaves it open
 */
function race<T>(
  value: T,
  goOn: (failed?: { error: unknown }) => boolean,
): { promise: Promise<Awaited<T>>; reject: (error: unknown) => void } {
  let reject: (error: unknown) => void;
  const promise = new OwnPromise<Awaited<T>>((resolve, fail) => {
    reject = fail;
    void settle(
      value,
      (result) => {
        if (goOn()) resolve(result);
      },
      (error) => {
        if (goOn({ error })) fail(error);
      },
    );
  });
  return { promise, reject: reject! };
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
