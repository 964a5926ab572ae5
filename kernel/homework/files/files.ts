import { readFileSync } from "node:fs";
import { decodeText } from "../format/decode-text.ts";
import { HomeworkError } from "../format/errors.ts";
import { parseNotebook, type Notebook } from "../format/notebook.ts";
import {
  type Command,
  CommandError,
  type Definition,
  defineCommand,
  type Options,
  UsageError,
} from "../../command.ts";
import { findBuilt } from "../../installation/package-files.ts";

/** @throws CommandError if there is no such file; HomeworkError if it is no notebook */
export function readNotebook(path: string): Notebook {
  return parseNotebook(readText(path), path);
}

export function readText(path: string): string {
  try {
    return decodeText(readFileSync(path), path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new CommandError(`there is no file ${path}`, { cause: error });
    throw error;
  }
}

/** `defineCommand` whose command takes what homework files lack as a plain message, too. */
export function defineHomeworkCommand<const O extends Options>(
  definition: Definition<O>,
): Command {
  return defineCommand<O>({
    ...definition,
    run: async (given) => {
      try {
        return await definition.run(given);
      } catch (error) {
        if (!(error instanceof HomeworkError)) throw error;
        throw new CommandError(error.message, { cause: error });
      }
    },
  });
}

/** A number of seconds from the command line, in milliseconds. */
export function readSeconds(name: string, text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds * 1000;
  throw new UsageError(`${name} takes seconds, more than 0; got "${text}"`);
}

/** Types of the library that cells import. */
export const findLibTypes = (): string => findBuilt("lib/index.d.ts");
