import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { signalChild } from "../../../../lib/platform/signals.ts";

/** A text of a file that need not exist. */
export interface NamedText {
  /** With an extension that says which language it is in. */
  path: string;
  text: string;
}

/** What the process sends: each text as it should be, or undefined where it does not parse. */
interface Formatted {
  texts?: (string | undefined)[];
  /** Why there are none, such as a configuration that cannot be read. */
  error?: string;
}

/** Longer than it takes to load it on a slow disk and to format a large notebook. */
const longestMs = 20_000;

/**
 * Runs in a process of its own, which ends with its answer: a configuration and its plug-ins may be any code, and nothing of
 * prettier stays in the kernel's memory.
 */
const program = `
  process.once("message", async ({ prettier, files }) => {
    const { format, resolveConfig } = require(prettier);
    const formatOne = async ({ path, text }) => {
      const config = await resolveConfig(path, { editorconfig: true });
      try {
        return await format(text, { ...config, filepath: path });
      } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
      }
    };
    const done = (answer) => process.send(answer, () => process.exit());
    Promise.all(files.map(formatOne)).then(
      (texts) => done({ texts: texts.map((text) => text ?? null) }),
      (error) => done({ error: String(error?.message ?? error) }),
    );
  });
`;

/** @returns undefined when neither the folder nor the PATH has it */
export function findPrettier(
  folder: string,
  path = process.env.PATH ?? "",
): string | undefined {
  const programs = path
    .split(delimiter)
    .map((each) => join(each, "prettier"))
    .filter((each) => existsSync(each))
    // npm puts a link there, from which the package is found.
    .map((each) => realpathSync(each));
  for (const from of [join(folder, "notebook.js"), ...programs]) {
    try {
      return createRequire(from).resolve("prettier");
    } catch {
      // The next place may have it.
    }
  }
  return undefined;
}

/**
 * Formats texts as the configuration beside each says.
 * @param prettier where it is
 * @throws with what prettier says when it cannot work at all
 */
export async function runPrettier(
  prettier: string,
  folder: string,
  files: NamedText[],
): Promise<(string | undefined)[]> {
  const child = spawn(process.execPath, ["--no-warnings", "-e", program], {
    cwd: folder,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const late = setTimeout(() => signalChild(child, "SIGKILL"), longestMs);
  try {
    const answer = answerOf(child);
    // Without a process there may be nothing to send by; what fails here, its end tells.
    child.send?.({ prettier, files }, () => {});
    const { texts, error } = await answer;
    if (!texts) throw new Error(error);
    return texts.map((text) => text ?? undefined);
  } finally {
    clearTimeout(late);
  }
}

function answerOf(child: ChildProcess): Promise<Formatted> {
  return new Promise((resolve, reject) => {
    child.once("message", (answer) => resolve(answer as Formatted));
    child.once("error", reject);
    child.once("exit", () =>
      reject(new Error("its process ended without an answer")),
    );
  });
}
