import type { Log } from "../../../kernel/server/log.ts";

export const silentLog: Log = { debug() {}, warn() {}, error() {} };

/** Keeps the lines. */
export class ListLog implements Log {
  readonly debugs: string[] = [];
  readonly warnings: string[] = [];
  readonly errors: Error[] = [];
  debug = (line: string) => void this.debugs.push(line);
  warn = (line: string) => void this.warnings.push(line);
  error = (error: Error) => void this.errors.push(error);
}
