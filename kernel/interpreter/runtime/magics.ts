import { spawn } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { inspect } from "node:util";
import type { Declarations } from "./declarations.ts";
import type { Output } from "./output.ts";
import type { Scope } from "./scope.ts";
import { Stopwatches } from "./stopwatches.ts";
import { magicWords } from "../magics/table.ts";

/** What of the runtime they use. */
export interface MagicParts {
  output: Output;
  scope: Scope;
  declarations: Declarations;
}

/** A command of the shell failed; what it printed says why. */
class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/** What the magics of a cell do, those that take words. */
export class Magics {
  readonly stopwatches = new Stopwatches((line) => this.#printLine(line));
  readonly #parts: MagicParts;

  constructor(parts: MagicParts) {
    this.#parts = parts;
  }

  run(word: string, text: string, body = ""): unknown {
    switch (word) {
      case "%sh":
        return this.#sh(text);
      case "%%sh":
        return this.#sh(body);
      case "%env":
        return this.#env(text);
      case "%cd":
        return this.#cd(text);
      case "%who":
        return this.#who();
      case "%reset":
        return this.#reset();
      case "%%writefile":
        return this.#writeFile(text, body);
      case "%help":
        return this.#help();
      default:
        // The host has done it before the cell ran.
        return undefined;
    }
  }

  #printLine(line: string): void {
    this.#parts.output.write("stdout", `${line}\n`);
  }

  #sh(command: string): Promise<void> {
    if (command.trim() === "")
      throw new SyntaxError("%sh takes a command: %sh ls");
    const child = spawn(command, {
      shell: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const name of ["stdout", "stderr"] as const)
      child[name]
        .setEncoding("utf8")
        .on("data", (text: string) => this.#parts.output.write(name, text));
    return new Promise((done, fail) => {
      child.on("error", fail);
      child.on("close", (code, signal) => {
        if (code === 0) return done();
        const how = signal
          ? `was ended by ${signal}`
          : `failed with exit code ${code}`;
        fail(new CommandFailed(`the command ${how}`));
      });
    });
  }

  #env(text: string): void {
    const [, name = "", , value] = /^([^\s=]*)(\s*=\s*|\s+)?(.*)$/s
      .exec(text)!
      .map((part) => part ?? "");
    if (name === "")
      for (const each of Object.keys(process.env).sort())
        this.#printLine(
          `${each}=${isSecret(each) ? "..." : process.env[each]}`,
        );
    else if (value === "" && !text.includes("="))
      this.#printLine(process.env[name] ?? `${name} is not set`);
    else process.env[name] = value;
  }

  #cd(text: string): void {
    const folder = text
      .replace(/^(["'])(.*)\1$/, "$2")
      .replace(/^~(?=\/|$)/, homedir());
    process.chdir(resolve(folder === "" ? homedir() : folder));
    this.#printLine(process.cwd());
  }

  #who(): void {
    const names = this.#parts.declarations.names().sort();
    if (names.length === 0)
      return this.#printLine("No names have been declared yet.");
    const width = Math.max(...names.map((name) => name.length));
    for (const name of names)
      this.#printLine(`${name.padEnd(width)}  ${this.#describe(name)}`);
  }

  #reset(): void {
    this.#parts.scope.clear();
    this.#parts.declarations.clear();
  }

  #describe(name: string): string {
    const text = inspect(this.#parts.declarations.value(name), {
      depth: 0,
      breakLength: Infinity,
      maxArrayLength: 5,
      maxStringLength: 60,
    });
    const line = text.split("\n")[0]!;
    return line.length > 80 || line !== text
      ? `${line.slice(0, 80)} ...`
      : line;
  }

  #writeFile(text: string, body: string): void {
    const [, append, path = ""] = /^(-a\s+)?(.*)$/.exec(text)!;
    if (path === "")
      throw new SyntaxError(
        "%%writefile takes the name of a file: %%writefile notes.txt",
      );
    const write = append ? appendFileSync : writeFileSync;
    const file = path.replace(/^(["'])(.*)\1$/, "$2");
    write(file, body === "" || body.endsWith("\n") ? body : `${body}\n`);
    this.#printLine(`${append ? "Added to" : "Wrote"} ${resolve(file)}`);
  }

  #help(): void {
    for (const { usage, about } of Object.values(magicWords))
      this.#printLine(`${usage}\n    ${about}`);
  }
}

/** What is printed is saved in the notebook. */
function isSecret(name: string): boolean {
  return /key|token|secret|password|passwd|credential/i.test(name);
}
