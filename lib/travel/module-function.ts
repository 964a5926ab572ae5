import { Session } from "node:inspector";
import { findCells, findNotebook } from "../notebook.ts";

type AnyFunction = (...args: never[]) => unknown;
type Found =
  { url: string; name: string } | { url?: undefined; reason: string };

const known = new WeakMap<AnyFunction, Found>();
const slot = Symbol.for("romanesco.inspected");

/**
 * Finds the module that a function comes from, so that a worker can import it: V8 knows the file of every function.
 * The worker takes the export of that name; whether there is one shows there.
 */
export function findExport(fn: AnyFunction): Found {
  let found = known.get(fn);
  if (!found) known.set(fn, (found = search(fn)));
  return found;
}

function search(fn: AnyFunction): Found {
  const source = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}$/.test(source))
    return {
      reason:
        "is a built-in function, which cannot be sent; wrap it: (x) => it(x)",
    };
  if (!fn.name)
    return {
      reason: `has no name by which a worker could import it; ${advice()}`,
    };
  const url = fileOf(fn);
  if (!url?.startsWith("file:"))
    return { reason: `does not come from a module file; ${advice()}` };
  return { url, name: fn.name };
}

function advice(): string {
  if (findNotebook())
    return "write it in a cell, or export it from a module and import it";
  return findCells()
    ? "from a worker, functions at the top level of a cell can be sent on: declare it there, and pass what it captures as arguments"
    : "in a program without a notebook, workers import what they run: export it by name from a module that starts no workers, " +
        "and pass what it captures as arguments";
}

function fileOf(fn: AnyFunction): string | undefined {
  const session = new Session();
  session.connect();
  try {
    const script = scriptOf(session, fn);
    if (script === undefined) return undefined;
    return findCounted(session, script) ?? findParsed(session, script);
  } finally {
    session.disconnect();
  }
}

/** V8's number of the script that a function comes from. */
function scriptOf(session: Session, fn: AnyFunction): string | undefined {
  const globals = globalThis as Record<symbol, unknown>;
  let script: string | undefined;
  globals[slot] = fn;
  try {
    session.post(
      "Runtime.evaluate",
      { expression: `globalThis[Symbol.for("romanesco.inspected")]` },
      (_error, { result }) =>
        session.post(
          "Runtime.getProperties",
          { objectId: result.objectId! },
          (_error, { internalProperties = [] }) => {
            const location = internalProperties.find(
              ({ name }) => name === "[[FunctionLocation]]",
            );
            script = (location?.value?.value as { scriptId: string })?.scriptId;
          },
        ),
    );
  } finally {
    delete globals[slot];
  }
  return script;
}

/** Among the scripts whose functions V8 has counted calls of: most, and they cost a few milliseconds. */
function findCounted(session: Session, script: string): string | undefined {
  let url: string | undefined;
  session.post("Profiler.enable");
  session.post("Profiler.getBestEffortCoverage", (error, found) => {
    if (error !== null) return;
    url = found.result.find(({ scriptId }) => scriptId === script)?.url;
  });
  session.post("Profiler.disable");
  return url;
}

/** Among all scripts: V8 hashes each of them first, which takes twenty milliseconds and more. */
function findParsed(session: Session, script: string): string | undefined {
  let url: string | undefined;
  session.on("Debugger.scriptParsed", ({ params }) => {
    if (params.scriptId === script) url = params.url;
  });
  session.post("Debugger.enable");
  return url;
}
