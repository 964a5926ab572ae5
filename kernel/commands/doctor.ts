import { defineCommand } from "../command.ts";
import { checks, findKernelspec, type Subject } from "./checks.ts";
import { findJupyter, findJupyterIn } from "../installation/jupyter-program.ts";

/** `romanesco doctor`; exit code 1 if a part is broken. */
export const command = defineCommand({
  name: "doctor",
  about:
    "Checks each part that a notebook needs, a line per part, and prints the command that fixes a problem.",
  options: {
    name: {
      type: "string",
      default: "romanesco",
      value: "N",
      help: "the name of the kernelspec (default: romanesco)",
    },
    env: {
      type: "string",
      value: "DIR",
      help: `the Python environment to examine (default: the active one, else that of the
jupyter on the PATH, else the one that romanesco lab made)`,
    },
  },
  run: ({ values: { name, env } }) => examine(name, env),
});

export const { run } = command;

function examine(name: string, environment: string | undefined): number {
  const jupyter =
    environment === undefined ? findJupyter() : findJupyterIn(environment);
  const kernelspec = jupyter && findKernelspec(jupyter, name);
  const subject: Subject = {
    kernel: name,
    environment,
    jupyter,
    kernelspec,
  };
  let broken = 0;
  let blocked: string | undefined;
  for (const [part, check] of Object.entries(checks)) {
    if (blocked !== undefined) {
      console.log(format("-", part, `not checked: ${blocked}`));
      continue;
    }
    const { found, mend, blocks } = check(subject);
    console.log(format(mend === undefined ? "ok" : "FAIL", part, found));
    if (mend === undefined) continue;
    console.log(`     fix: ${mend}`);
    broken++;
    blocked = blocks;
  }
  console.log(broken === 0 ? "all is well" : `${broken} to fix`);
  return broken === 0 ? 0 : 1;
}

function format(mark: string, part: string, found: string): string {
  return `${mark.padEnd(4)} ${part.padEnd(12)} ${found}`;
}
