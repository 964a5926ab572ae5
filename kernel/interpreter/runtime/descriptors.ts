import { Buffer } from "node:buffer";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { Writable } from "node:stream";

type AnyFunction = (...args: never[]) => unknown;
type Rest = readonly unknown[];

const paths = new Map<unknown, number>([
  ["/dev/stdout", 1],
  ["/dev/stderr", 2],
]);

/**
 * What cells write to descriptors 1 and 2 by `node:fs` takes the way of the console's text, and so keeps its order with it.
 * The descriptors themselves are pipes to the host, for child processes and native code.
 */
export function writeToStreams(stdout: Writable, stderr: Writable): void {
  const streamOf = (fd: unknown) =>
    fd === 1 ? stdout : fd === 2 ? stderr : undefined;

  replace(
    "writeSync",
    (stock) =>
      (fd: unknown, data: unknown, ...rest: Rest) => {
        const bytes = streamOf(fd) && bytesOf(data, rest);
        if (!bytes) return stock(fd, data, ...rest);
        streamOf(fd)!.write(bytes);
        return bytes.length;
      },
  );

  replace("write", (stock) => (fd: unknown, data: unknown, ...rest: Rest) => {
    const callback = rest.at(-1);
    const bytes = streamOf(fd) && bytesOf(data, rest.slice(0, -1));
    if (!bytes || typeof callback !== "function")
      return stock(fd, data, ...rest);
    streamOf(fd)!.write(bytes, () => callback(null, bytes.length, data));
  });

  replace(
    "writevSync",
    (stock) =>
      (fd: unknown, list: unknown[], ...rest: Rest) => {
        const bytes = streamOf(fd) && joined(list);
        if (!bytes) return stock(fd, list, ...rest);
        streamOf(fd)!.write(bytes);
        return bytes.length;
      },
  );

  replace(
    "writev",
    (stock) =>
      (fd: unknown, list: unknown[], ...rest: Rest) => {
        const callback = rest.at(-1);
        const bytes = streamOf(fd) && joined(list);
        if (!bytes || typeof callback !== "function")
          return stock(fd, list, ...rest);
        streamOf(fd)!.write(bytes, () => callback(null, bytes.length, list));
      },
  );

  // Node's own writes by another way than `write`. `appendFileSync` calls it.
  replace(
    "writeFileSync",
    (stock) => (file: unknown, data: unknown, options: unknown) => {
      const stream = streamOf(paths.get(file) ?? file);
      const bytes = stream && bytesOf(data, [null, encodingOf(options)]);
      if (!bytes) return stock(file, data, options);
      stream.write(bytes);
    },
  );
  syncBuiltinESMExports();
}

function replace(
  name: "write" | "writeSync" | "writev" | "writevSync" | "writeFileSync",
  make: (stock: (...args: unknown[]) => unknown) => AnyFunction,
): void {
  const stock = fs[name] as (...args: unknown[]) => unknown;
  const made = make(stock);
  // Its promisified form hangs on it, and so does its name.
  Object.defineProperties(made, Object.getOwnPropertyDescriptors(stock));
  (fs as unknown as Record<string, AnyFunction>)[name] = made;
}

/**
 * The bytes that a call of `fs.write` means.
 * @param rest `offset, length` or an object of these for bytes; `position, encoding` for a text
 * @returns undefined for what is no data, or not in its bounds: Node knows how to complain
 */
function bytesOf(data: unknown, rest: Rest): Buffer | undefined {
  if (typeof data === "string")
    return Buffer.from(data, (rest[1] ?? "utf8") as BufferEncoding);
  if (!ArrayBuffer.isView(data)) return undefined;
  const all = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const [first, second] = rest;
  const { offset, length } = (
    typeof first === "object" && first !== null
      ? first
      : { offset: first, length: second }
  ) as { offset?: number | null; length?: number | null };
  const start = offset ?? 0;
  const size = length ?? all.length - start;
  const isInside = start >= 0 && size >= 0 && start + size <= all.length;
  return isInside ? all.subarray(start, start + size) : undefined;
}

function joined(list: unknown[]): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; at < list.length; at++) {
    const bytes = bytesOf(list[at], []);
    if (!bytes) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function encodingOf(options: unknown): unknown {
  return typeof options === "object" && options !== null
    ? (options as { encoding?: unknown }).encoding
    : options;
}
