import { basename, dirname, relative } from "node:path";
import { parseArgs } from "node:util";
import { nearest } from "./interpreter/spelling.ts";

/** The command line asks for something that does not exist; the exit code is 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** What was asked cannot be done on this machine; the message says what to do next, the exit code is 1. */
export class CommandError extends Error {
  override name = "CommandError";
}

/** An option, as `parseArgs` of Node takes it, and as people read of it. */
export interface Option {
  type: "boolean" | "string";
  default?: boolean | string;
  /** What stands for its value: "DIR". */
  value?: string;
  required?: boolean;
  /** For people, its lines as they are to stand; without it the option is for programs of ours. */
  help?: string;
}

export type Options = Record<string, Option>;

export interface Given<O extends Options> {
  values: ReturnType<typeof parseArgs<{ options: O }>>["values"] & {
    [
      Name in keyof O as O[Name] extends { required: true } ? Name : never
    ]: string;
  };
  /** As many as the command takes. */
  operands: string[];
}

export interface Definition<O extends Options> {
  name: string;
  /** What it needs besides options: ["SOURCE", "OUT"], or ["NOTEBOOK..."] for one or more (default: nothing). */
  takes?: string[];
  /** Of a command that hands its arguments on to another program, whose options these are: it gets them all as they are. */
  passesOn?: string;
  about: string;
  options: O;
  /** @returns the exit code */
  run(given: Given<O>): Promise<number> | number;
}

export interface Command extends Omit<Definition<Options>, "run"> {
  /** What `--help` prints. */
  usage: string;
  /**
   * The command's end as an exit code: 0, 1 (failed) or 2 (usage), never a stack trace for what the person at the keyboard
   * can fix.
   */
  run(args: string[]): Promise<number>;
  /** The same for another command: what goes wrong is thrown. */
  call(args: string[]): Promise<number> | number;
}

/** Makes a command of its options and its body: reads and checks what it is given, and says how it is used. */
export function defineCommand<const O extends Options>(
  definition: Definition<O>,
): Command {
  const usage = describeUsage(definition);
  const call = (args: string[]) => definition.run(readGiven(definition, args));
  const run = (args: string[]) => toExitCode(args, usage, () => call(args));
  return { ...definition, usage, run, call };
}

/** The first line of a command's help, behind `romanesco`. */
export function describeCall({
  name,
  takes = [],
  passesOn,
  options,
}: Omit<Definition<Options>, "run">): string {
  const needed = shown(options).filter(([, { required }]) => required);
  const others = shown(options).some(([, { required }]) => !required);
  return [
    name,
    ...takes,
    ...needed.map(([option, { value }]) => `--${option} ${value}`),
    ...(others ? ["[OPTIONS]"] : []),
    ...(passesOn ? [`[${passesOn}]`] : []),
  ].join(" ");
}

/** Options for people, in their order. */
export function shown(options: Options): [string, Option][] {
  return Object.entries(options).filter(([, { help }]) => help !== undefined);
}

export function describeOption(name: string, { value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function describeUsage(definition: Omit<Definition<Options>, "run">): string {
  const rows = shown(definition.options).map(
    ([name, option]) => [describeOption(name, option), option.help!] as const,
  );
  const width = Math.max(0, ...rows.map(([label]) => label.length)) + 2;
  const lines = rows.map(
    ([label, help]) =>
      `  ${label.padEnd(width)}${help.replaceAll("\n", `\n  ${" ".repeat(width)}`)}`,
  );
  return [
    `usage: romanesco ${describeCall(definition)}`,
    "",
    definition.about,
    ...(lines.length > 0 ? ["", ...lines] : []),
  ].join("\n");
}

function readGiven<O extends Options>(
  { name, takes = [], passesOn, options }: Definition<O>,
  args: string[],
): Given<O> {
  if (passesOn !== undefined)
    return { values: {} as Given<O>["values"], operands: args };
  const { values, positionals: operands } = parse(args, options, takes);
  checkCount(name, takes, operands.length);
  for (const [option, { required, value }] of Object.entries(options))
    if (required && !(option in values))
      throw new UsageError(`${name} needs --${option} ${value}`);
  return { values: values as Given<O>["values"], operands };
}

function parse<O extends Options>(args: string[], options: O, takes: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: takes.length > 0 });
  } catch (error) {
    const [sentence = String(error)] = (error as Error).message.split(". ");
    throw new UsageError(sentence + suggest(sentence, options));
  }
}

/** `Unknown option '--prefx'` has a near one. */
function suggest(sentence: string, options: Options): string {
  const unknown = /^Unknown option '--?([^']+)'/.exec(sentence)?.[1];
  const names = shown(options).map(([name]) => name);
  const [near] = unknown === undefined ? [] : nearest(unknown, names);
  return near === undefined ? "" : `. Did you mean --${near}?`;
}

function checkCount(name: string, takes: string[], count: number): void {
  const isMany = takes.at(-1)?.endsWith("...") ?? false;
  if (isMany ? count >= takes.length : count === takes.length) return;
  const wanted = takes.map((each) => each.replace("...", ""));
  throw new UsageError(
    isMany || wanted.length > 1
      ? `${name} takes ${wanted.map(withArticle).join(" and ")}${isMany ? ", or several" : ""}`
      : `${name} takes one ${wanted[0]}`,
  );
}

function withArticle(noun: string): string {
  return `${/^[AEIOU]/.test(noun) ? "an" : "a"} ${noun}`;
}

async function toExitCode(
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

/** How whoever runs this would run it again: from a clone, from a project's packages, or as a program on the PATH (also pip's). */
export function findOwnName(program = process.argv[1] ?? ""): string {
  if (/[/\\](site|dist)-packages[/\\]romanesco[/\\]/.test(program))
    return "romanesco";
  if (basename(program) === "main.js") return `node ${relative(".", program)}`;
  return basename(dirname(program)) === ".bin" ? "npx romanesco" : "romanesco";
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}
