import { setImmediate as nextTurn } from "node:timers/promises";
import { connect } from "./connect.ts";
import { looking } from "./looking.ts";
import { copyToGlobals } from "./copy-to-globals.ts";
import type { SourceBreakpoint } from "../debug-adapter.ts";
import { exceptionFilters } from "./exceptions.ts";
import { untilHeard } from "./patience.ts";
import { showRichly } from "./rich-inspection.ts";
import type { Session } from "./session.ts";
import { cellSuffix, hashSeed } from "./sources.ts";
import type { Step } from "./stepping.ts";

/** What a request comes with; front ends are trusted to send what the protocol says, and what is missing has a default. */
export type Arguments = Record<string, unknown>;

export interface Command {
  /** Whether it needs a front end that debugs. */
  when: "started" | "always";
  answer(session: Session, args: Arguments): Promise<object> | object;
}

const capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsExceptionInfoRequest: true,
  exceptionBreakpointFilters: exceptionFilters,
  supportsModulesRequest: true,
  supportsLoadedSourcesRequest: false,
  supportsTerminateRequest: false,
};

/** By what a front end asks. Those that the protocol lacks are Jupyter's. https://jupyter-client.readthedocs.io/en/stable/messaging.html#debug-request */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["debugInfo", { when: "always", answer: debugInfo }],
  ["initialize", { when: "always", answer: initialize }],
  ["attach", { when: "started", answer: () => ({}) }],
  ["configurationDone", { when: "started", answer: () => ({}) }],
  ["disconnect", { when: "always", answer: disconnect }],
  ["dumpCell", { when: "started", answer: dumpCell }],
  ["setBreakpoints", { when: "started", answer: setBreakpoints }],
  ["setFunctionBreakpoints", { when: "started", answer: noBreakpoints }],
  ["setExceptionBreakpoints", { when: "started", answer: setFilters }],
  ["threads", { when: "started", answer: threads }],
  ["continue", { when: "started", answer: goOn }],
  ["next", step("Debugger.stepOver")],
  ["stepIn", step("Debugger.stepInto")],
  ["stepOut", step("Debugger.stepOut")],
  ["pause", { when: "started", answer: pause }],
  ...looking,
  ["richInspectVariables", { when: "always", answer: showRichly }],
  ["copyToGlobals", { when: "started", answer: copyToGlobals }],
]);

function debugInfo({ isStarted, sources, breakpoints, threads }: Session) {
  return {
    isStarted,
    hashMethod: "Murmur2",
    hashSeed,
    tmpFilePrefix: sources.prefix,
    tmpFileSuffix: cellSuffix,
    breakpoints: breakpoints.all,
    stoppedThreads: threads.stopped,
    richRendering: true,
    exceptionPaths: [],
    copyToGlobals: true,
  };
}

async function initialize(session: Session, { clientID }: Arguments) {
  session.client = String(clientID ?? "");
  if (!session.isStarted) {
    await connect(session);
    session.isStarted = true;
  }
  // After the reply: front ends configure only then.
  setImmediate(() => session.tell("initialized", {}));
  return capabilities;
}

async function disconnect(session: Session) {
  if (!session.isStarted) return {};
  session.isStarted = false;
  session.breakpoints.clear();
  session.exceptions.filters = [];
  session.threads.forget();
  session.workers.leave();
  // Threads that wait for their breakpoints are let go first.
  await nextTurn();
  await session.v8.ask("Runtime.evaluate", {
    expression: "$romanesco.attend()",
  });
  session.processes.close();
  await session.v8.ask("NodeWorker.disable");
  await session.v8.ask("Debugger.disable");
  return {};
}

function dumpCell({ sources }: Session, { code }: Arguments) {
  return { sourcePath: sources.dump(String(code)) };
}

async function setBreakpoints(session: Session, args: Arguments) {
  const { source, breakpoints = [] } = args as {
    source: { path: string };
    breakpoints?: SourceBreakpoint[];
  };
  return {
    breakpoints: await session.breakpoints.set(source.path, breakpoints),
  };
}

function noBreakpoints() {
  return { breakpoints: [] };
}

async function setFilters(session: Session, { filters = [] }: Arguments) {
  session.exceptions.filters = filters as string[];
  const all = [...session.threads.each];
  await untilHeard(all.map((stops) => stops.applyFilters()));
  return {};
}

function threads(session: Session) {
  return { threads: session.threads.all };
}

async function goOn({ threads: all }: Session, { threadId }: Arguments) {
  await all.of(threadId).go("Debugger.resume");
  return { allThreadsContinued: false };
}

function step(how: Step): Command {
  return {
    when: "started",
    answer: async ({ threads: all }, { threadId }) => {
      await all.of(threadId).go(how);
      return {};
    },
  };
}

async function pause({ threads: all }: Session) {
  await all.main.pause();
  return {};
}
