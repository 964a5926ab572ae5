import type { Debugger as V8 } from "node:inspector";
import { Breakpoints } from "./breakpoints.ts";
import type { DebuggerParts } from "./debugger-parts.ts";
import { Evaluation } from "./evaluation.ts";
import { Exceptions } from "./exceptions.ts";
import { Frames } from "./frames.ts";
import { NotebookVariables } from "./notebook-variables.ts";
import { Scripts } from "./scripts.ts";
import type { Session } from "./session.ts";
import { Sources } from "./sources.ts";
import { Stops } from "./stops.ts";
import { cellsThread, Threads } from "./threads.ts";
import { V8Debugger, type WorkerNews } from "./v8-debugger.ts";
import { WorkerThreads } from "./worker-threads.ts";

/** Wires what the answers to requests share. */
export function openSession(
  parts: DebuggerParts,
  tell: (event: string, body: object) => void,
): Session {
  const sources = new Sources();
  const scripts = new Scripts(sources);
  const threads = new Threads(tell);
  const send: DebuggerParts["send"] = (question) => parts.send(question);
  const v8 = new V8Debugger(send, {
    paused: (event: V8.PausedEventDataType) => threads.main.paused(event),
    resumed: () => threads.main.resumed(),
    parsed: (script) => scripts.parsed(script),
    worker: (method: string, news: WorkerNews) => workers.hear(method, news),
  });
  const evaluation = new Evaluation(parts);
  const breakpoints = new Breakpoints({
    ...{ v8, sources, scripts },
    compile: (code) => parts.compile(code),
    toCondition: (asked) => evaluation.toCondition(asked),
    changed: () => workers.bind(),
  });
  const exceptions = new Exceptions(parts.reader, sources);
  const { ownFolder } = parts;
  const withTypes = () => session.client !== "jupyterlab";
  const workers = new WorkerThreads({
    ...{
      send,
      sources,
      breakpoints,
      exceptions,
      threads,
      ownFolder,
      withTypes,
    },
  });
  const notebook = new NotebookVariables(v8, () => parts.names(), withTypes);
  const frames = new Frames(sources, scripts, ownFolder);
  const main = new Stops({
    ...{ thread: cellsThread, v8, frames, exceptions, withTypes },
    hitsOf: (ids) => breakpoints.hitsOf(ids),
    tell: (event, body) => threads.hear(cellsThread, event, body),
    changed: () => notebook.forget(),
  });
  threads.add("cells", main);
  const session: Session = {
    ...{ isStarted: false, client: "", parts, tell, sources, scripts, v8 },
    ...{
      evaluation,
      breakpoints,
      exceptions,
      notebook,
      frames,
      threads,
      workers,
    },
  };
  return session;
}
