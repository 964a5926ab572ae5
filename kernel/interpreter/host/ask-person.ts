import type { OutputHandler } from "../interpreter.ts";
import type { RuntimeMessage } from "../wire/messages.ts";
import type { RuntimeProcess } from "./runtime-process.ts";

/** Puts a cell's question to whoever sits at the notebook, and tells the runtime the answer. */
export async function askPerson(
  { request, prompt, password }: RuntimeMessage & { type: "input" },
  output: OutputHandler,
  runtime: RuntimeProcess | undefined,
): Promise<void> {
  try {
    const value = await output.input(prompt, password);
    runtime?.send({ type: "input", request, value });
  } catch (error) {
    const { name, message } = error as Error;
    runtime?.send({ type: "input", request, error: { name, message } });
  }
}
