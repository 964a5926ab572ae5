import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { CellDocument } from "./cell-document.ts";
import {
  type Diagnostic,
  isImplicitAny,
  toDiagnostics,
} from "./diagnostics.ts";
import type { LocalFiles } from "./local-files.ts";
import { positionAt } from "./positions.ts";
import type { TypeServer } from "./type-server.ts";

/** Of more files the check would hold up the cell. */
const mostFiles = 20;

/**
 * Type errors in the local files that a cell imports, near or far, with file and line: warnings at the import, for what the
 * cell uses of the file may be sound. What keeps a file from being read at all is an error of the import.
 */
export async function findFileErrors(
  server: TypeServer,
  files: LocalFiles,
  { code, specifiers }: CellDocument,
): Promise<Diagnostic[]> {
  const { directory } = server.options;
  const told = new Set<string>();
  const found: Diagnostic[] = [];
  for (const specifier of specifiers)
    for (const path of files.reachedFrom(specifier, directory)) {
      if (told.has(path) || told.size === mostFiles) continue;
      told.add(path);
      const name = relative(directory, path);
      for (const one of await errorsIn(server, path, name))
        found.push(atImport(one, name, code, specifier));
    }
  return found;
}

async function errorsIn(
  server: TypeServer,
  path: string,
  name: string,
): Promise<Diagnostic[]> {
  const text = readFileSync(path, "utf8");
  const { items = [] } = await server.diagnostics(name);
  return toDiagnostics(text, items, server.uri(name), false).filter(
    (one) => one.severity === "error" && !isImplicitAny(one),
  );
}

function atImport(
  { code, message, line, column }: Diagnostic,
  file: string,
  cell: string,
  specifier: string,
): Diagnostic {
  const offset = Math.max(0, cell.search(quoted(specifier)));
  const place = positionAt(cell, offset);
  return {
    code,
    message: `${message.split("\n")[0]} (${file}:${line}:${column + 1})`,
    severity: "warning",
    line: place.line + 1,
    column: place.character,
    length: specifier.length + 2,
    related: [],
  };
}

function quoted(specifier: string): RegExp {
  const text = specifier.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`["'\`]${text}["'\`]`);
}
