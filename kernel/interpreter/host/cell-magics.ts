import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Outcome, OutputHandler } from "../interpreter.ts";
import { findMagics, type Magic } from "../magics/find.ts";
import { magicWords } from "../magics/table.ts";
import { addTypes } from "../packages/add-types.ts";
import { findTypes, readManifest } from "../packages/entry.ts";
import { describeLeftOut } from "../packages/left-out.ts";
import { explainInstall, InstallError } from "../packages/npm-error.ts";
import { npmInstall } from "../packages/run-npm.ts";
import { blankTypes } from "../reading/directives.ts";
import { ProgressLine } from "./progress-line.ts";

export interface CellMagicsOptions {
  /** The notebook's folder. */
  directory: string;
  /** Nothing outside the notebook is reached: homework is checked or marked. */
  confined: boolean;
  /** Makes all names of earlier cells unknown. */
  reset(): Promise<void>;
}

/** Those magics of a cell that are done before it is checked and runs: what they bring or take away, its types depend on. */
export class CellMagics {
  readonly #options: CellMagicsOptions;

  constructor(options: CellMagicsOptions) {
    this.#options = options;
  }

  /** @returns the error that keeps the cell from running */
  async prepare(
    code: string,
    output: OutputHandler,
    signal: AbortSignal,
  ): Promise<{ error: Outcome } | undefined> {
    try {
      for (const magic of findMagics(blankTypes(code)))
        await this.#do(magic, output, signal);
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      const { name, message } = error as Error;
      const traceback = [`${name}: ${message}`];
      return { error: { status: "error", name, message, traceback } };
    }
  }

  async #do(
    { word, text }: Magic,
    output: OutputHandler,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.#options.confined && magicWords[word]?.reaches)
      throw new InstallError(
        `${word} does nothing here: while homework is checked or marked, nothing outside the notebook is reached. Take the line out before you submit`,
      );
    if (word === "%reset") await this.#options.reset();
    if (word === "%npm") await this.#npm(text, output, signal);
  }

  async #npm(
    text: string,
    output: OutputHandler,
    signal: AbortSignal,
  ): Promise<void> {
    const [verb = "", ...names] = text.split(/\s+/);
    if (verb === "ls" || verb === "list") return this.#list(output);
    const isInstall = /^(i|install|add)$/.test(verb) && names.length > 0;
    const odd = names.find((name) => name.startsWith("-"));
    if (!isInstall || odd !== undefined)
      throw new SyntaxError(
        `%npm ${text}: write %npm install NAME, or %npm ls. Other things of npm's are done in a terminal`,
      );
    await this.#install(names, output, signal);
  }

  async #install(
    requests: string[],
    output: OutputHandler,
    signal: AbortSignal,
  ): Promise<void> {
    const { directory } = this.#options;
    const line = new ProgressLine(
      output,
      `Installing ${requests.join(", ")} ...`,
    );
    const before = new Set(describeLeftOut(directory));
    const { ok, error } = await npmInstall(directory, requests, signal);
    if (!ok) {
      line.end(
        `${requests.join(", ")} ${requests.length > 1 ? "were" : "was"} not installed`,
      );
      throw new InstallError(
        explainInstall(requests.join(", "), requests[0]!, error),
      );
    }
    const installed = requests.map(nameOf);
    for (const name of installed) await this.#addTypes(name, signal);
    const notes = describeLeftOut(directory).filter(
      (note) => !before.has(note),
    );
    const versions = installed.map(
      (name) => `${name} ${versionOf(directory, name)}`,
    );
    line.end(`Installed ${versions.join(", ")} beside the notebook`, notes);
  }

  async #addTypes(name: string, signal: AbortSignal): Promise<void> {
    const { directory } = this.#options;
    if (findTypes(directory, name, ".")) return;
    await addTypes(directory, name, versionOf(directory, name), signal);
  }

  #list(output: OutputHandler): void {
    const { directory } = this.#options;
    const lines = dependenciesOf(directory).map(
      (name) => `${name} ${versionOf(directory, name)}`,
    );
    const none =
      "No packages beside the notebook. %npm install NAME installs one.";
    output.stream("stdout", `${lines.length ? lines.join("\n") : none}\n`);
  }
}

/** Of `@scope/name@^1.2`. */
function nameOf(request: string): string {
  return request.replace(/(?<=.)@.*$/, "");
}

function dependenciesOf(directory: string): string[] {
  const file = join(directory, "package.json");
  if (!existsSync(file)) return [];
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    readFileSync(file, "utf8"),
  ) as Record<"dependencies" | "devDependencies", object | undefined>;
  return Object.keys({ ...dependencies, ...devDependencies }).sort();
}

/** As an import finds it: beside the notebook or above. */
function versionOf(directory: string, name: string): string {
  try {
    return readManifest(directory, name).version ?? "";
  } catch {
    const parent = dirname(directory);
    return parent === directory ? "(not installed)" : versionOf(parent, name);
  }
}
