import { ownName } from "../cell/own-names.ts";
import { DebugError } from "../debug-adapter.ts";
import { placeOf } from "./looking.ts";
import { toArgument } from "./rich-inspection.ts";
import type { Session } from "./session.ts";

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Gives a variable of a function to the notebook, where cells find it once the code has gone on. */
export async function copyToGlobals(
  session: Session,
  args: Record<string, unknown>,
): Promise<object> {
  const { evaluation, v8, parts, notebook } = session;
  const [from, to] = [args.srcVariableName, args.dstVariableName].map(String);
  if (!identifier.test(from!) || !identifier.test(to!))
    throw new DebugError("only a variable can be copied, by its name");
  const place = placeOf(session, { frameId: args.srcFrameId });
  if (place.v8 !== v8)
    throw new DebugError(
      "a worker's variable stays in the worker; what its task returns comes to the notebook",
    );
  const value = await evaluation.evaluate(from!, place);
  const own = ownName(to!);
  if (parts.names().constants.has(to!))
    throw new DebugError(`${to} is a constant of the notebook`);
  const isNew = !parts.names().declared.has(own);
  const { result: set } = await v8.ask("Runtime.evaluate", {
    expression: `${isNew ? `let ${own}; ` : ""}(value) => { ${own} = value; }`,
    objectGroup: place.variables.useGroup(),
  });
  await v8.ask("Runtime.callFunctionOn", {
    objectId: set.objectId,
    functionDeclaration: "function (value) { this(value); }",
    arguments: [toArgument(value)],
  });
  if (isNew) await parts.declare(to!);
  notebook.forget();
  return {};
}
