import { followThreads, prepare } from "./prepare.ts";
import type { Session } from "./session.ts";

/** Opens V8's debugger of the cells' process, and of the workers that this has or will have. */
export async function connect(session: Session): Promise<void> {
  const { v8, parts, threads } = session;
  await prepare(v8, parts.ownFolder, threads.main);
  await followThreads(v8);
  await followProcesses(session);
}

/** A new process waits for its breakpoints. */
async function followProcesses({ v8, parts, processes, tell }: Session) {
  const data = await processes.open().catch((error: Error) => {
    const output = `worker processes cannot be debugged: ${error.message}\n`;
    tell("output", { category: "important", output });
  });
  if (data === undefined) return;
  const attendant = { file: parts.agentFile, data };
  const expression = `$romanesco.attend(${JSON.stringify(attendant)})`;
  await v8.ask("Runtime.evaluate", { expression });
}
