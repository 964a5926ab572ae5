import { DebugError } from "../debug-adapter.ts";
import { toLine } from "./remote-values.ts";
import { placeOf } from "./looking.ts";
import type { Session } from "./session.ts";

/** A value as a cell would show it: tables, images and figures too. */
export async function showRichly(
  session: Session,
  args: Record<string, unknown>,
): Promise<object> {
  const name = String(args.variableName);
  if (session.threads.stopped.length) return showStopped(session, name, args);
  const { [name]: outcome } = await session.parts.show({ [name]: name });
  if (outcome?.status === "ok" && outcome.result) return outcome.result;
  if (outcome?.status === "error") throw new DebugError(outcome.message);
  return { data: { "text/plain": "undefined" }, metadata: {} };
}

/** Promises do not settle while the code stands still: a value that shows itself only later is shown as text. */
async function showStopped(
  session: Session,
  name: string,
  args: Record<string, unknown>,
): Promise<object> {
  const place = placeOf(session, args);
  const value = await session.evaluation.evaluate(name, place);
  const { v8 } = place;
  // In a worker there is nothing of ours that shows values.
  if (v8 !== session.v8)
    return { data: { "text/plain": toLine(value, name) }, metadata: {} };
  const { result: show } = await v8.ask("Runtime.evaluate", {
    expression: "$romanesco.show",
    objectGroup: place.variables.useGroup(),
  });
  const { result } = await v8.ask("Runtime.callFunctionOn", {
    objectId: show.objectId,
    functionDeclaration: "function (value) { return this(value); }",
    arguments: [toArgument(value)],
    returnByValue: true,
  });
  return result.value as object;
}

/** A value of the runtime, to be handed to a function there. */
export function toArgument({
  objectId,
  unserializableValue,
  value,
}: {
  objectId?: string;
  unserializableValue?: string;
  value?: unknown;
}):
  { objectId: string } | { unserializableValue: string } | { value: unknown } {
  if (objectId !== undefined) return { objectId };
  if (unserializableValue !== undefined) return { unserializableValue };
  return { value };
}
