import { spawn } from "node:child_process";
import { resolve } from "node:path";

/** The built command line; `ROMANESCO_MAIN` names another build. */
export const main = resolve(
  process.env.ROMANESCO_MAIN ?? "dist/kernel/main.js",
);

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a command of ours to its end. */
export function romanesco(
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.once("close", (code) => done({ code, out, err }));
  });
}
