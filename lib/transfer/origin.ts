import { existsSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { fileOf } from "./file-of.ts";

type AnyFunction = (...args: never[]) => unknown;

/** Each takes some milliseconds to look for. */
const mostFunctions = 8;

/** @param url of a file, in whatever version */
export function describeOrigin(url: string): string {
  const path = url.replace(/\?.*$/, "");
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return name === undefined
    ? basename(fileURLToPath(path))
    : `the package ${name}`;
}

/** The same for what V8 has for the file of a function; undefined for a cell, whose name is that of no file. */
export function originOfFunction(fn: AnyFunction): string | undefined {
  const url = fileOf(fn);
  const isFile =
    url?.startsWith("file:") &&
    existsSync(fileURLToPath(url.replace(/\?.*$/, "")));
  return isFile ? describeOrigin(url!) : undefined;
}

/**
 * Where the class of an object was written, or the methods that it was given without one: "the package zod", "shapes.mjs".
 * Undefined for what no file tells.
 */
export function originOfInstance(value: object): string | undefined {
  for (const fn of functionsOf(value).slice(0, mostFunctions)) {
    const origin = originOfFunction(fn);
    if (origin !== undefined) return origin;
  }
  return undefined;
}

/** Those of its prototypes before its own: what a cell put into it says nothing of where it comes from. */
function functionsOf(value: object): AnyFunction[] {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const inherited =
    prototype === null || prototype === Object.prototype
      ? []
      : functionsOf(prototype);
  const own = Object.values(Object.getOwnPropertyDescriptors(value)).flatMap(
    ({ value: member }: PropertyDescriptor) =>
      typeof member === "function" ? [member as AnyFunction] : [],
  );
  return [...inherited, ...own];
}
