import type * as lsp from "vscode-languageserver-protocol";
import type {
  EditorAnswer,
  PlaceQuestion,
  RenameQuestion,
  SignatureAnswer,
} from "../../editor.ts";
import { describeMagic } from "../../magics/help.ts";
import { positionIn } from "../cell-document.ts";
import { identifierAt } from "../identifiers.ts";
import { hover, markdownOf } from "../inspection.ts";
import type { KnownExports } from "../known-exports.ts";
import type { TypeServer } from "../type-server.ts";
import { completeDraft } from "./complete-draft.ts";
import type { Documents } from "./documents.ts";
import type { DraftDocument } from "./draft-scope.ts";
import { Names } from "./names.ts";
import type { Asked, Draft } from "./drafts.ts";

/** Answers what is asked about one place in a cell. */
export async function answerPlace(
  parts: { server: TypeServer; exports: KnownExports },
  documents: Documents,
  asked: Asked,
  question: PlaceQuestion | RenameQuestion,
): Promise<EditorAnswer> {
  const { at } = question;
  const { server } = parts;
  const { page, index, overlay } = asked;
  if (question.type === "complete")
    return { completions: await completeDraft(parts, documents, asked, at) };
  if (question.type === "hover" || question.type === "signature") {
    const known = new Map<Draft, DraftDocument>();
    const draft = page.drafts[index]!;
    documents.show(page, [index], overlay, known, draft);
    const cell = known.get(draft)!;
    if (question.type === "signature") return signatureAt(server, cell, at);
    const magic = describeMagic(draft.source, at);
    if (magic) return { hover: magic["text/markdown"] };
    const name = identifierAt(cell.code, at);
    return name ? { hover: await hover(server, cell, name.start) } : {};
  }
  const names = new Names(server, documents, page, index);
  switch (question.type) {
    case "rename":
      return names.rename(index, at, question.name);
    case "references":
      return { places: await names.references(index, at) };
    default:
      return { places: await names.definition(index, at) };
  }
}

async function signatureAt(
  server: TypeServer,
  cell: DraftDocument,
  at: number,
): Promise<{ signature?: SignatureAnswer }> {
  const help = await server.request<lsp.SignatureHelp | null>(
    "textDocument/signatureHelp",
    {
      textDocument: { uri: server.uri(cell.name) },
      position: positionIn(cell, at),
    },
  );
  const active = help?.signatures[help.activeSignature ?? 0];
  if (!active) return {};
  const parameter =
    active.parameters?.[active.activeParameter ?? help?.activeParameter ?? 0];
  return {
    signature: {
      label: active.label,
      docs: docsOf(active),
      parameter:
        typeof parameter?.label === "string"
          ? { label: parameter.label, docs: docsOf(parameter) }
          : undefined,
      others: help!.signatures.length - 1,
    },
  };
}

function docsOf({
  documentation,
}: Pick<lsp.SignatureInformation, "documentation">): string | undefined {
  return documentation && (markdownOf(documentation) || undefined);
}
