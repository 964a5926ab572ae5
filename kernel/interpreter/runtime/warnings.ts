/** What the flag of runtime-flags.ts leaves out, which only Node's own listener follows. */
const left = new Set(["ExperimentalWarning"]);

/** Says what Node warns of without its advice to start Node with other flags, which nobody can follow here. */
export function tellWarnings(write: (line: string) => void): void {
  process.removeAllListeners("warning");
  if (process.env.NODE_NO_WARNINGS === "1") return;
  process.on("warning", ({ name, message, ...more }) => {
    const { code } = more as { code?: string };
    if (left.has(name)) return;
    if (name === "DeprecationWarning" && process.noDeprecation) return;
    write(`${code ? `[${code}] ` : ""}${name}: ${message}\n`);
  });
}
