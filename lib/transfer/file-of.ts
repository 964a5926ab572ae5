import { Session } from "node:inspector";

type AnyFunction = (...args: never[]) => unknown;

const slot = Symbol.for("romanesco.inspected");

/** URL or name of the file that a function was written in, asked of V8; takes some milliseconds. */
export function fileOf(fn: AnyFunction): string | undefined {
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
