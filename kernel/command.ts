import { basename, dirname, relative } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";

/** The command line asks for something that does not exist; the exit code is 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** What was asked cannot be done on this machine; the message says what to do next, the exit code is 1. */
export class CommandError extends Error {
  override name = "CommandError";
}

/**
 * Runs a command's body and turns its end into an exit code: 0, 1 (failed) or 2 (usage), never a stack trace for what
 * the person at the keyboard can mend.
 * @param usage printed for `--help`, and after a usage error
 */
export async function runCommand(
  args: string[],
  usage: string,
  body: () => Promise<number> | number,
): Promise<number> {
  const ours = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  if (ours.includes("--help") || ours.includes("-h")) {
    console.log(usage);
    return 0;
  }
  try {
    return await body();
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`romanesco: ${error.message}\n\n${usage}`);
      return 2;
    }
    if (error instanceof CommandError || isFileError(error)) {
      console.error(`romanesco: ${error.message}`);
      return 1;
    }
    throw error;
  }
}

/** `parseArgs` of Node, with its errors as {@link UsageError}. */
export function parseOptions<T extends ParseArgsConfig>(config: T) {
  try {
    return parseArgs(config);
  } catch (error) {
    const [sentence] = (error as Error).message.split(". ");
    throw new UsageError(sentence ?? String(error));
  }
}

/** How whoever runs this would run it again: from a clone, from a project's packages, or as a program on the PATH. */
export function findOwnName(program = process.argv[1] ?? ""): string {
  if (basename(program) === "main.js") return `node ${relative(".", program)}`;
  return basename(dirname(program)) === ".bin" ? "npx romanesco" : "romanesco";
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}
