import type { Debugger } from "node:inspector";
import { privateNames } from "../cell/private-names.ts";
import type { Scope, Variable } from "../debug-adapter.ts";
import type { Variables } from "./variables.ts";

/** What front ends call V8's kinds of scope, inner ones first; what is around the file is the notebook. */
const names: Partial<Record<string, string>> = {
  local: "Locals",
  block: "Locals",
  catch: "Locals",
  eval: "Locals",
  with: "Locals",
  closure: "Closure",
  module: "Module",
};

/**
 * The variables that a place in the code sees, by the scope they are in. Scopes without any are left out.
 * @param globals reads the notebook's, where they are
 */
export async function scopesOf(
  frame: Debugger.CallFrame,
  variables: Variables,
  globals?: () => Promise<Variable[]>,
): Promise<Scope[]> {
  const found = new Map<string, Map<string, Variable>>();
  for (const { type, object } of frame.scopeChain) {
    const name = names[type];
    if (!name || object.objectId === undefined) continue;
    const known = found.get(name) ?? new Map<string, Variable>();
    found.set(name, known);
    for (const each of await variables.properties(object.objectId)) {
      // An inner one hides it.
      if (known.has(each.name) || isOurs(each.name)) continue;
      const value = each.value ?? { type: "undefined" as const };
      known.set(each.name, variables.toVariable(each.name, value, each.name));
    }
  }
  addThis(frame, variables, found);
  const scopes = [...found].filter(([, { size }]) => size > 0);
  return [
    ...scopes.map(([name, known]) =>
      toScope(name, variables, async () => [...known.values()]),
    ),
    ...(globals ? [toScope("Globals", variables, globals)] : []),
  ];
}

/** Names that are visible in a place, but for the notebook's. */
export async function localNames(
  frame: Debugger.CallFrame,
  variables: Variables,
): Promise<string[]> {
  const lists = frame.scopeChain
    .filter(({ type, object }) => names[type] && object.objectId)
    .map(({ object }) => variables.properties(object.objectId!));
  return (await Promise.all(lists)).flat().map(({ name }) => name);
}

function addThis(
  { this: self }: Debugger.CallFrame,
  variables: Variables,
  found: Map<string, Map<string, Variable>>,
): void {
  if (self.type === "undefined" || self.className === "global") return;
  const locals = found.get("Locals") ?? new Map<string, Variable>();
  found.set("Locals", locals);
  locals.set("this", variables.toVariable("this", self, "this"));
}

function toScope(
  name: string,
  variables: Variables,
  parts: () => Promise<Variable[]>,
): Scope {
  return { name, variablesReference: variables.add(parts), expensive: false };
}

function isOurs(name: string): boolean {
  return name === "this" || privateNames.test(name);
}
