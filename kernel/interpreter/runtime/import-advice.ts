import { fileURLToPath } from "node:url";
import { isError } from "./is-error.ts";

/**
 * Node puts its advice ("Did you mean to import ...?") behind the first line of the stack, and takes the last letter off a
 * stack that has no other line, as that of an import in a cell: its frames are all Node's and ours.
 */
export function mendAdvice(error: unknown): void {
  if (!isError(error)) return;
  const { message, stack = "" } = error;
  const at = message.lastIndexOf("\nDid you mean to import ");
  if (at < 1) return;
  const [failed, advice] = [message.slice(0, at), message.slice(at)];
  const torn = failed.slice(0, -1) + advice + failed.slice(-1);
  error.stack = stack.replace(torn, () => message);
}

/** A module that could not be linked is named with its version in the stack: of a local file the person knows the path. */
export function mendPlace(error: unknown): void {
  if (!isError(error)) return;
  const { stack = "" } = error;
  const [, url, line] = /^(file:[^?\n]*)\?v=\w+(:\d+)\n/.exec(stack) ?? [];
  if (!url) return;
  const rest = stack.slice(stack.indexOf("\n"));
  error.stack = fileURLToPath(url) + line + rest;
}

/** Node marks what its loader's thread threw as an "Error", which inspection would show behind the name. */
export function mendName(error: unknown): void {
  if (isError(error)) Reflect.deleteProperty(error, Symbol.toStringTag);
}

/** A package that is not there can be had in a line. */
export function offerPackage(error: unknown, specifier: string): void {
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
  if (!isError(error) || name === undefined) return;
  const { message, stack = "" } = error;
  const offer = `${message}\n%npm install ${name} installs it beside the notebook; an import from "npm:${specifier}" needs no installation`;
  error.message = offer;
  const mended = stack.replace(message, () => offer);
  // From Node 24 on it may be read-only: the error came from the loader's thread.
  Object.defineProperty(error, "stack", { value: mended, configurable: true });
}
