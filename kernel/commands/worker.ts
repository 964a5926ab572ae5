import { CommandError, defineCommand, UsageError } from "../command.ts";
import { explainInstall } from "../interpreter/packages/npm-error.ts";
import { npmInstall } from "../interpreter/packages/run-npm.ts";
import { readPackageVersion } from "../installation/package-files.ts";
import { inWords, loadWorker } from "./cluster-library.ts";

/** `romanesco worker`; works until it is told to end. */
export const command = defineCommand({
  name: "worker",
  about: `Works for a cluster: takes tasks from its user's notebooks and runs them here, with the rights of the account that starts it.
SIGTERM or Ctrl-C ends it; any task that it had begun goes to another worker.`,
  options: {
    join: {
      type: "string",
      value: "URL",
      help: "the cluster's server, such as tls://head:4222 (default: the servers that the keys' file names)",
    },
    creds: {
      type: "string",
      value: "FILE",
      required: true,
      help: "the worker's keys, from romanesco cluster init or up",
    },
    slots: {
      type: "string",
      value: "N",
      help: "how many tasks to run at the same time (default: the number of logical CPUs)",
    },
    threads: {
      type: "boolean",
      help: "runs tasks in threads rather than processes",
    },
    name: {
      type: "string",
      value: "NAME",
      help: "the name of this host in figures and tables (default: the machine's name)",
    },
    label: {
      type: "string",
      value: "WORD",
      help: "a word to show beside the host in tables, such as gpu",
    },
    install: {
      type: "boolean",
      help: "installs npm packages that functions import and this host lacks, for as long as the worker runs; runs no install scripts",
    },
    "idle-exit": {
      type: "string",
      value: "SECONDS",
      help: "ends after that long without a task (default: never)",
    },
  },
  run: async ({ values }) => {
    const { join, creds, threads, name, label } = values;
    const { runWorker } = await loadWorker();
    return inWords(() =>
      runWorker({
        ...{ join, creds, threads, name, label },
        slots: toCount(values.slots, "--slots"),
        idleExit: toCount(values["idle-exit"], "--idle-exit"),
        install: values.install === true ? install : undefined,
        version: readPackageVersion(),
      }),
    );
  },
});

/** For this process ends when the worker does. */
export async function run(args: string[]): Promise<number> {
  const code = await command.run(args);
  process.exit(code);
}

async function install(folder: string, requests: string[]): Promise<void> {
  const { ok, error } = await npmInstall(folder, requests);
  const all = requests.join(" ");
  if (!ok) throw new CommandError(explainInstall(all, all, error));
}

/** @throws UsageError unless it is a positive whole number */
export function toCount(
  text: string | undefined,
  option: string,
): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new UsageError(`${option} takes a positive whole number; got ${text}`);
}
