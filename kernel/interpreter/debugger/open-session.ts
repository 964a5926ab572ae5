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
import { WorkerProcesses } from "./worker-processes.ts";
import { WorkerThreads } from "./worker-threads.ts";

/** Wires what the answers to requests share. */
export function openSession(
  parts: DebuggerParts,
  tell: (event: string, body: object) => void,
): Session {
  const sources = new Sources();
  const scripts = new Scripts(sources);
  const threads = new Threads(tell, (on) => standStill(v8, on));
  const send: DebuggerParts["send"] = (question) => {
    if (!processes.send(question)) parts.send(question);
  };
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
  const processes = new WorkerProcesses((word) => {
    if (!v8.hear(word)) workers.tell(word);
  });
  const notebook = new NotebookVariables(v8, () => parts.names(), withTypes);
  const frames = new Frames(sources, scripts, ownFolder);
  const parted = { v8, breakpoints, exceptions, notebook, frames, threads };
  threads.add("cells", stopsOfCells({ ...parted, withTypes }));
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
      processes,
    },
  };
  return session;
}

type Parted = Pick<
  Session,
  "v8" | "breakpoints" | "exceptions" | "notebook" | "frames" | "threads"
>;

function stopsOfCells(parts: Parted & { withTypes(): boolean }): Stops {
  const { breakpoints, notebook, threads } = parts;
  return new Stops({
    ...parts,
    thread: cellsThread,
    hitsOf: (ids) => breakpoints.hitsOf(ids),
    tell: (event, body) => threads.hear(cellsThread, event, body),
    changed: () => notebook.forget(),
  });
}

/** Whoever waits in the cells' process for code that stands still waits longer. */
function standStill(v8: V8Debugger, on: boolean): void {
  const expression = `$romanesco.standStill(${on})`;
  void v8.ask("Runtime.evaluate", { expression }).catch(() => {});
}
