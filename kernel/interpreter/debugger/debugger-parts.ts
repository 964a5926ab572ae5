import type { CompiledCell } from "../cell/compiled-cell.ts";
import type { Names } from "../cell/names.ts";
import type { Outcome } from "../interpreter.ts";
import type { CellReader } from "../reading/cell-reader.ts";
import type { DebugQuestion } from "../wire/messages.ts";

/** What the debugger needs of the interpreter. */
export interface DebuggerParts {
  send(question: DebugQuestion): void;
  reader: CellReader;
  names(): Names;
  /** A cell as it would run now; undefined when it does not compile. */
  compile(code: string): Promise<CompiledCell | undefined>;
  /** Values of expressions as front ends show them, while nothing is stopped. */
  show(expressions: Record<string, string>): Promise<Record<string, Outcome>>;
  /** Makes a variable known to the cells that follow, with a value of any type. */
  declare(name: string): Promise<void>;
  /** The file of the thread that worker processes have beside their work while somebody debugs. */
  agentFile: string;
  /** The folder with the kernel's own code. */
  ownFolder: string;
}
