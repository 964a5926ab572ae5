import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The type checker's program is not installed, or not for this machine. */
export class TypeServerMissingError extends Error {
  override readonly name = "TypeServerMissingError";

  constructor(
    readonly packageName: string,
    options?: ErrorOptions,
  ) {
    super(
      `cannot find the TypeScript program ${packageName}. Install it beside romanesco with: ` +
        `npm install ${packageName} (npm leaves it out under --omit=optional).`,
      options,
    );
  }
}

/**
 * Path of the native `tsc`, started directly: npm's `tsc` script would cost a Node process in between.
 * @throws TypeServerMissingError
 */
export function findTypeScript(): string {
  const packageName = `@typescript/typescript-${process.platform}-${process.arch}`;
  const program = process.platform === "win32" ? "tsc.exe" : "tsc";
  try {
    // npm may put the native package inside typescript's own node_modules.
    const typescript = createRequire(import.meta.url).resolve(
      "typescript/package.json",
    );
    const manifest = createRequire(typescript).resolve(
      `${packageName}/package.json`,
    );
    const path = join(dirname(manifest), "lib", program);
    if (existsSync(path)) return path;
  } catch (cause) {
    throw new TypeServerMissingError(packageName, { cause });
  }
  throw new TypeServerMissingError(packageName);
}
