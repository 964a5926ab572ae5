/** One line per event on stderr, where Jupyter keeps its kernels' logs. */
export interface Log {
  /** Shown when ROMANESCO_LOG=debug. */
  debug(line: string): void;
  warn(line: string): void;
  /** The end of the kernel; the stack only when debugging. */
  error(error: Error): void;
}

export function openLog(level = process.env["ROMANESCO_LOG"]): Log {
  // The server that reads our stderr may be gone before us; nobody is left to tell.
  process.stderr.on("error", () => {});
  const debug =
    level === "debug" ? (line: string) => write("debug", line) : () => {};
  return {
    debug,
    warn: (line) => write("warning", line),
    error(error) {
      write("error", error.message);
      debug(error.stack ?? "");
    },
  };
}

function write(level: string, line: string): void {
  const parts = line
    .split("\n")
    .map((part) => part.trim())
    .filter(Boolean);
  process.stderr.write(`romanesco: ${level}: ${parts.join(" ")}\n`);
}
