import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { InstallError } from "./npm-error.ts";

/**
 * The npm that came with the running Node, else the one on the PATH, as a program and its first arguments.
 * @throws InstallError if there is none
 */
export function findNpm(
  program = process.execPath,
  path = process.env.PATH ?? "",
): [program: string, ...args: string[]] {
  const folder = dirname(program);
  const cli = "node_modules/npm/bin/npm-cli.js";
  const own = [join(folder, "../lib", cli), join(folder, cli)];
  const onPath = path
    .split(delimiter)
    .filter((each) => each !== "")
    .map((each) => join(each, "npm"));
  const found = [...own, ...onPath].find((each) => existsSync(each));
  if (found === undefined)
    throw new InstallError(
      `there is no npm beside ${program}, and none on the PATH. ` +
        `Install Node from nodejs.org, which brings npm, or the npm package of your system; then restart the kernel.`,
    );
  const real = realpathSync(found);
  return /\.[cm]?js$/.test(real) ? [program, real] : [real];
}
