import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type * as lsp from "vscode-languageserver-protocol";
import { positionIn, type CellDocument } from "./cell-document.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { DroppedCall } from "../reading/dropped-calls.ts";
import { hover } from "./inspection.ts";
import type { Overlay } from "./overlay.ts";
import { positionAt } from "./positions.ts";
import type { TypeServer } from "./type-server.ts";

/**
 * Warns where a cell drops a promise of ours: of a question to the person, or of work that a process may end before,
 * such as `queue.put(x)`. Those who come from Python write no `await` there.
 */
export async function findDroppedPromises(
  server: TypeServer,
  overlay: Overlay,
  cell: CellDocument,
): Promise<Diagnostic[]> {
  const ours = cell.code.includes("romanesco") || overlay.namesLibrary;
  const found = await Promise.all(
    cell.dropped.map(async (call) => {
      if (isQuestion(call, cell, overlay))
        return [
          warn(
            cell,
            call,
            "input() gives a promise of the answer: write await input(...)",
          ),
        ];
      if (!ours || !call.isMember) return [];
      return (await isPromiseOfOurs(server, cell, call))
        ? [
            warn(
              cell,
              call,
              `the promise of ${call.name}() is dropped: write await before it, or nobody waits for what it does`,
            ),
          ]
        : [];
    }),
  );
  return found.flat();
}

function isQuestion(
  { name, isMember }: DroppedCall,
  { names }: CellDocument,
  overlay: Overlay,
): boolean {
  return (
    name === "input" &&
    !isMember &&
    !names.declared.has(name) &&
    overlay.provider(name) === undefined
  );
}

async function isPromiseOfOurs(
  server: TypeServer,
  cell: CellDocument,
  { offset }: DroppedCall,
): Promise<boolean> {
  const answer = await server.request<lsp.Location | lsp.Location[] | null>(
    "textDocument/definition",
    {
      textDocument: { uri: server.uri(cell.name) },
      position: positionIn(cell, offset),
    },
  );
  const library = dirname(server.options.libTypes);
  const isOurs = [answer ?? []]
    .flat()
    .some(({ uri }) => fileURLToPath(uri).startsWith(library));
  const text = isOurs ? await hover(server, cell, offset) : undefined;
  return /\): Promise</.test(text ?? "");
}

function warn(
  { code: text }: CellDocument,
  { name, offset }: DroppedCall,
  message: string,
): Diagnostic {
  const { line, character } = positionAt(text, offset);
  return {
    code: "dropped-promise",
    message,
    severity: "warning",
    line: line + 1,
    column: character,
    length: name.length,
    related: [],
  };
}
