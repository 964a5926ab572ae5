import { DebugError } from "../debug-adapter.ts";
import { scopesOf } from "./frame-scopes.ts";
import type { Place } from "./evaluation.ts";
import type { Session } from "./session.ts";

type Arguments = Record<string, unknown>;

/** The requests that look at code, calls and values, and change nothing but by what a person evaluates. */
export const looking = [
  ["stackTrace", { when: "started", answer: stackTrace }],
  ["scopes", { when: "started", answer: scopes }],
  ["variables", { when: "started", answer: variables }],
  ["inspectVariables", { when: "started", answer: inspectVariables }],
  ["evaluate", { when: "started", answer: evaluate }],
  ["exceptionInfo", { when: "started", answer: exceptionInfo }],
  ["source", { when: "always", answer: source }],
  ["modules", { when: "started", answer: modules }],
] as const;

function stackTrace(
  { threads }: Session,
  { threadId, startFrame, levels }: Arguments,
) {
  const all = threads.of(threadId).frames.map(({ shown }) => shown);
  const start = Number(startFrame ?? 0);
  const end = Number(levels) ? start + Number(levels) : all.length;
  return { stackFrames: all.slice(start, end), totalFrames: all.length };
}

async function scopes({ threads, notebook }: Session, { frameId }: Arguments) {
  const { stops, frame } = threads.frame(frameId);
  // Of workers, each has its own copies of what it was sent.
  const isMain = stops === threads.main;
  const globals = isMain ? () => notebook.read() : undefined;
  return { scopes: await scopesOf(frame.v8, stops.variables, globals) };
}

async function variables(
  { threads, notebook }: Session,
  { variablesReference, start, count }: Arguments,
) {
  const reference = Number(variablesReference);
  const found = await (threads.read(reference) ??
    notebook.variables.read(reference));
  // Between the click and the request the code may have gone on.
  if (!found) return { variables: [] };
  const from = Number(start ?? 0);
  const to = Number(count) ? from + Number(count) : found.length;
  return { variables: found.slice(from, to) };
}

async function inspectVariables({ notebook }: Session) {
  return { variables: await notebook.read() };
}

/** Where a request's expression is evaluated. @throws DebugError if its call has gone on */
export function placeOf(
  { threads, notebook, v8 }: Session,
  { frameId }: Arguments,
): Place {
  if (frameId === undefined || frameId === null || !threads.stopped.length)
    return { v8, variables: notebook.variables };
  const { stops, frame } = threads.frame(frameId);
  return { v8: stops.v8, frame: frame.v8, variables: stops.variables };
}

async function evaluate(session: Session, args: Arguments) {
  const { expression, context } = args;
  const place = placeOf(session, args);
  const code = String(expression);
  const quiet = context === "hover";
  const value = await session.evaluation.evaluate(code, place, quiet);
  if (!quiet) session.notebook.forget();
  const { value: result, ...rest } = place.variables.toVariable("", value);
  return { result, ...rest };
}

function exceptionInfo({ threads }: Session, { threadId }: Arguments) {
  const { exception } = threads.of(threadId);
  if (!exception) throw new DebugError("nothing was thrown here");
  const { className, description = String(exception.value) } = exception;
  return {
    exceptionId: className ?? exception.type,
    description: description.split("\n", 1)[0],
    breakMode: "always",
    details: { stackTrace: description },
  };
}

async function source({ sources }: Session, args: Arguments) {
  const { source: asked } = args as { source?: { path?: string } };
  const content = await sources.read(asked?.path ?? "");
  return { content, mimeType: "application/typescript" };
}

/** Files of the person's and of packages that are loaded. */
function modules({ scripts, frames }: Session) {
  const found = scripts.files
    .filter((path) => frames.ownerOfFile(path) !== "kernel")
    .map((path, id) => ({ id, name: frames.nameOfFile(path), path }));
  return { modules: found, totalModules: found.length };
}
