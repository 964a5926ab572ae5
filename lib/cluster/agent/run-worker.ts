import { readCredentials } from "../nats/credentials.ts";
import { Agent, type AgentOptions } from "./agent.ts";

export interface WorkerCommand extends Omit<
  AgentOptions,
  "credentials" | "log"
> {
  /** Address of a server; the file names some too. */
  join?: string;
  /** The file with the keys. */
  creds: string;
}

/** `romanesco worker`: works until it is told to end, or has been idle for long enough. @returns the exit code */
export async function runWorker(command: WorkerCommand): Promise<number> {
  const { join, creds, ...options } = command;
  const credentials = readCredentials(creds, join);
  const log = (line: string): void =>
    console.error(`${new Date().toISOString()} ${line}`);
  const agent = await Agent.start({ ...options, credentials, log });
  log(`joined ${credentials.servers.join(", ")} as ${credentials.user}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void agent.stop());
  await agent.ended;
  return 0;
}
