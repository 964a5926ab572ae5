import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { CommandError } from "../command.ts";
import { ownMemory } from "../own-memory.ts";
import { drawLogo, toSvg } from "./logo.ts";
import { findStableNode } from "./node-program.ts";
import { findBuilt, readJson, readPackageVersion } from "./package-files.ts";
import { toPng } from "./png.ts";

/** kernel.json; see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs. */
export interface Kernelspec {
  argv: string[];
  env: Record<string, string>;
  display_name: string;
  language: string;
  interrupt_mode: "message" | "signal";
  metadata: Record<string, unknown>;
}

/** @param main the program; default: the one that runs now */
export function makeKernelspec(
  displayName: string,
  main = findBuilt("kernel/main.js"),
): Kernelspec {
  return {
    argv: [findStableNode(), main, "kernel", "{connection_file}"],
    env: ownMemory,
    display_name: displayName,
    language: "typescript",
    interrupt_mode: "message",
    metadata: {
      // The debugger button of JupyterLab goes by this.
      debugger: true,
      // Servers that encrypt give such a kernel keys in its connection file.
      supported_encryption: ["curve"],
      // `uninstall` knows our kernelspecs by this.
      romanesco: { version: readPackageVersion() },
    },
  };
}

/** Writes kernel.json and the logos into a new folder, in place of what was there. */
export function writeKernelspec(folder: string, spec: Kernelspec): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), toJson(spec));
  const logo = drawLogo();
  writeFileSync(join(folder, "logo-svg.svg"), toSvg(logo));
  for (const size of [32, 64])
    writeFileSync(join(folder, `logo-${size}x${size}.png`), toPng(logo, size));
}

/**
 * Names of the kernelspecs in a Jupyter data folder that this package has written.
 * @param data a Jupyter data folder; it may be missing
 */
export function findOwnKernelspecs(data: string): string[] {
  const kernels = join(data, "kernels");
  if (!existsSync(kernels)) return [];
  return readdirSync(kernels).filter((name) => isOwn(join(kernels, name)));
}

/** @throws CommandError if another program's kernelspec has the folder */
export function refuseForeign(folder: string): void {
  if (!existsSync(join(folder, "kernel.json")) || isOwn(folder)) return;
  throw new CommandError(
    `${folder} is another program's kernelspec. To fix this: choose another name with --name NAME`,
  );
}

function isOwn(folder: string): boolean {
  const file = join(folder, "kernel.json");
  if (!existsSync(file)) return false;
  try {
    const { metadata } = readJson(file) as { metadata?: object };
    return metadata !== undefined && "romanesco" in metadata;
  } catch (error) {
    // A broken kernel.json of another program is not ours to judge.
    if (error instanceof CommandError) return false;
    throw error;
  }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
