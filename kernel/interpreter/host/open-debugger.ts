import { dirname, join, resolve } from "node:path";
import { ownName } from "../cell/own-names.ts";
import { Debugger } from "../debugger/debugger.ts";
import type { Outcome } from "../interpreter.ts";
import type { CellReader } from "../reading/cell-reader.ts";
import type { CellCompiler } from "./cell-compiler.ts";
import type { CellOutputs } from "./cell-outputs.ts";
import type { CellTypes } from "./cell-types.ts";
import type { RuntimeKeeper } from "./runtime-keeper.ts";
import { builtRuntime } from "./spawn-runtime.ts";

interface Parts {
  runtime: RuntimeKeeper;
  /** The runtime's built entry file (default: the one beside this bundle). */
  program?: string;
  reader: CellReader;
  compiler: CellCompiler;
  outputs: CellOutputs;
  types(): CellTypes;
  evaluate(
    expressions: Record<string, string>,
  ): Promise<Record<string, Outcome>>;
}

/** A debugger of these cells. */
export function openDebugger(parts: Parts): Debugger {
  const { runtime, reader, compiler, program = builtRuntime } = parts;
  return new Debugger({
    reader,
    send: (question) => runtime.send(question),
    names: () => compiler.names,
    compile: (code) => compiler.preview(code),
    show: (expressions) => parts.evaluate(expressions),
    declare: (name) => declare(name, parts),
    agentFile: join(dirname(program), "debug-agent.cjs"),
    ownFolder: resolve(dirname(program), "../../.."),
  });
}

/** As a cell that declares it would. */
async function declare(name: string, { compiler, outputs, types }: Parts) {
  compiler.names.declared.add(ownName(name));
  const id = outputs.addCell(outputs.of(undefined)!);
  const cell = { id, code: `let ${name}: any;`, executionCount: 0 };
  await types().commit(cell, [], false);
}
