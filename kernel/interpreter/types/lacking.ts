import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import type * as lsp from "vscode-languageserver-protocol";
import { positionIn, type CellDocument } from "./cell-document.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { globalNeeds, needsNode, sinceIn } from "./node-features.ts";
import type { Overlay } from "./overlay.ts";
import { offsetAt, positionAt } from "./positions.ts";
import type { TypeServer } from "./type-server.ts";

/** A name in a cell that the types of Node know and this Node has not. */
interface Lack {
  /** The code that TypeScript has for it, were its types those of this Node. */
  code: string;
  name: string;
  offset: number;
  /** A whole module. */
  isModule?: boolean;
}

const require = createRequire(import.meta.url);

/**
 * Node's types are those of the newest version; what the running one lacks of its modules and global names is found by
 * looking, and told with the version that brought it.
 */
export async function findLacking(
  server: TypeServer,
  overlay: Overlay,
  cell: CellDocument,
): Promise<Diagnostic[]> {
  const lacks = [
    ...lackingMembers(cell, overlay),
    ...lackingGlobals(cell, overlay),
  ];
  const found = await Promise.all(
    lacks.map(async (lack) => {
      const since =
        globalNeeds(lack.name) ?? (await sinceOf(server, cell, lack));
      return since === undefined ? [] : [toDiagnostic(cell, lack, since)];
    }),
  );
  return found.flat();
}

function toDiagnostic(
  { code: text }: CellDocument,
  { code, name, offset }: Lack,
  since: string,
): Diagnostic {
  const { line, character } = positionAt(text, offset);
  return {
    code,
    message: needsNode(name, since),
    severity: "error",
    line: line + 1,
    column: character,
    length: name.length,
    related: [],
  };
}

/** Names used as values. `typeof x` asks whether there is one. */
function lackingGlobals(
  { code, names }: CellDocument,
  overlay: Overlay,
): Lack[] {
  return [...names.free].flatMap(([name, { offset }]) => {
    if (offset === undefined || name in globalThis) return [];
    if (overlay.provider(name) || globalNeeds(name) === undefined) return [];
    if (/typeof\s*\(?$/.test(code.slice(0, offset))) return [];
    return [{ code: "TS2304", name, offset }];
  });
}

function lackingMembers(cell: CellDocument, overlay: Overlay): Lack[] {
  return cell.uses.flatMap((use): Lack[] => {
    const { name, offset } = use;
    if ("object" in use) {
      const root = rootOf(use.object, cell.names, overlay);
      if (!root || use.name in root) return [];
      return [{ code: "TS2339", name: use.name, offset }];
    }
    const { module } = use;
    if (name === undefined)
      return module.startsWith("node:") && !isBuiltin(module)
        ? [{ code: "TS2307", name: module, offset, isModule: true }]
        : [];
    if (!isBuiltin(module) || name === "default") return [];
    if (name in (require(module) as object)) return [];
    return [{ code: "TS2305", name, offset }];
  });
}

/** The object that a name means, if it is one of Node's modules or a global one. */
function rootOf(
  name: string,
  { declared }: CellDocument["names"],
  overlay: Overlay,
): object | undefined {
  const module = (declared.get(name) ?? overlay.provider(name))?.module;
  if (module !== undefined)
    return isBuiltin(module) ? (require(module) as object) : undefined;
  if (declared.has(name) || overlay.provider(name)) return undefined;
  const value = (globalThis as Record<string, unknown>)[name];
  return Object(value) === value ? (value as object) : undefined;
}

/** What the documentation of a declaration says; types have no version worth a word. */
async function sinceOf(
  server: TypeServer,
  cell: CellDocument,
  { offset, isModule }: Lack,
): Promise<string | undefined> {
  const answer = await server.request<
    lsp.Location | lsp.Location[] | lsp.LocationLink[] | null
  >("textDocument/definition", {
    textDocument: { uri: server.uri(cell.name) },
    position: positionIn(cell, offset + (isModule ? 1 : 0)),
  });
  for (const place of [answer ?? []].flat()) {
    const [uri, { start }] =
      "targetUri" in place
        ? [place.targetUri, place.targetRange]
        : [place.uri, place.range];
    if (!/\/@types\/node\//.test(decodeURIComponent(uri))) continue;
    const text = readFileSync(fileURLToPath(uri), "utf8");
    const since = isModule
      ? oldestIn(text)
      : /@since ([^\n]*)/.exec(docsAbove(text, offsetAt(text, start)))?.[1];
    if (since !== undefined) return sinceIn(since);
  }
  return undefined;
}

/** A module is as old as the oldest thing in it. */
function oldestIn(text: string): string | undefined {
  const all = [...text.matchAll(/@since v(\d+)\.(\d+)/g)].map(
    ([, major, minor]) => [Number(major), Number(minor)] as const,
  );
  return all.sort(([a, b], [c, d]) => a - c || b - d)[0]?.join(".");
}

function docsAbove(text: string, offset: number): string {
  const above = text.slice(0, offset);
  const start = above.lastIndexOf("/**");
  const between = above.slice(start).split("*/")[1] ?? "";
  return /[;{}]/.test(between) ? "" : above.slice(start);
}
