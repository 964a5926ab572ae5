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

function stackTrace({ stops }: Session, { startFrame, levels }: Arguments) {
  const all = stops.frames.map(({ shown }) => shown);
  const start = Number(startFrame ?? 0);
  const end = Number(levels) ? start + Number(levels) : all.length;
  return { stackFrames: all.slice(start, end), totalFrames: all.length };
}

async function scopes({ stops, notebook }: Session, { frameId }: Arguments) {
  const { v8 } = stops.frame(Number(frameId));
  const globals = () => notebook.read();
  return { scopes: await scopesOf(v8, stops.variables, globals) };
}

async function variables(
  { stops, notebook }: Session,
  { variablesReference, start, count }: Arguments,
) {
  const reference = Number(variablesReference);
  const found = await (stops.variables.read(reference) ??
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
  { stops, notebook }: Session,
  { frameId }: Arguments,
): Place {
  if (frameId === undefined || frameId === null || !stops.isStopped)
    return { variables: notebook.variables };
  const { v8 } = stops.frame(Number(frameId));
  return { frame: v8, variables: stops.variables };
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

function exceptionInfo({ stops }: Session) {
  const { exception } = stops;
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
function modules({ sources, frames }: Session) {
  const found = sources.files
    .filter((path) => frames.ownerOfFile(path) !== "kernel")
    .map((path, id) => ({ id, name: frames.nameOfFile(path), path }));
  return { modules: found, totalModules: found.length };
}
