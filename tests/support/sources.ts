import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@babel/parser";

/** A source file, by its path from here. */
export interface Source {
  file: string;
  lines: number;
  /** Its tokens' values. */
  words: unknown[];
  /** What is in it, as Babel tells it. */
  program: object;
}

/** Every file of JavaScript or TypeScript below these folders. */
export function readSources(folders: string[]): Source[] {
  return folders
    .flatMap((folder) => listFiles(folder))
    .filter((file) => /\.(ts|js|cjs)$/.test(file))
    .map((file) => parseSource(file, readFileSync(file, "utf8")));
}

export function parseSource(file: string, text: string): Source {
  const { program, tokens } = parse(text, {
    sourceType: "module",
    allowReturnOutsideFunction: true,
    plugins: [["typescript", { dts: file.endsWith(".d.ts") }]],
    tokens: true,
  });
  const lines = text.trimEnd().split("\n").length;
  const words = (tokens ?? []).map(({ value }: { value?: unknown }) => value);
  return { file, lines, words, program };
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}
