import { vi } from "vitest";

/** Runs a command and returns its exit code with what it printed. */
export async function printed(
  run: (args: string[]) => Promise<number>,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(console, "log").mockReturnValue();
  const err = vi.spyOn(console, "error").mockReturnValue();
  try {
    const code = await run(args);
    return { code, out: text(out.mock.calls), err: text(err.mock.calls) };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

function text(calls: unknown[][]): string {
  return calls.map((call) => call.join(" ")).join("\n");
}
