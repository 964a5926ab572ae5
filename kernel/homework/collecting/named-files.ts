import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { isLocked } from "../format/grade-metadata.ts";
import type { Notebook } from "../format/notebook.ts";
import { isData, maxDataBytes, type DataFiles } from "./candidates.ts";

export interface NamedFiles {
  files: DataFiles;
  /** Names of those that are too large together. */
  tooLarge: string[];
}

/** The files that a student's own cells name in quotes, which stand in the notebook's folder or below: they are handed in, too. */
export function readNamedFiles(notebook: Notebook, folder: string): NamedFiles {
  const files: DataFiles = {};
  const tooLarge: string[] = [];
  let sizeBytes = 0;
  for (const name of findNames(notebook).flatMap((each) =>
    listFiles(folder, each),
  )) {
    if (!isData(name) || Object.hasOwn(files, name)) continue;
    const { size } = lstatSync(join(folder, name));
    if (sizeBytes + size > maxDataBytes) tooLarge.push(name);
    else {
      sizeBytes += size;
      files[name] = readFileSync(join(folder, name));
    }
  }
  return { files, tooLarge };
}

function findNames({ cells }: Notebook): string[] {
  const own = cells.filter(
    (cell) => cell.cell_type === "code" && !isLocked(cell),
  );
  const quoted = own.flatMap(({ source }) => [
    ...source.matchAll(/(["'`])([^"'`\n\\]{1,200})\1/g),
  ]);
  const names = quoted.map((match) => posix.normalize(match[2]!));
  return [...new Set(names)].filter(
    (name) => !/^(\.\.?(\/|$)|\/|\w:|__proto__)/.test(name),
  );
}

/** The file, or those in the folder of that name; no links. */
function listFiles(folder: string, name: string): string[] {
  const status = lstatSync(join(folder, name), { throwIfNoEntry: false });
  if (status?.isFile()) return [name];
  if (!status?.isDirectory()) return [];
  return readdirSync(join(folder, name))
    .sort()
    .flatMap((each) => listFiles(folder, posix.join(name, each)));
}
