import type { Offer, Offers } from "../../editor.ts";
import type { Completion } from "../../interpreter.ts";
import type { NameKind } from "../../reading/names.ts";
import { completeMagic } from "../../magics/help.ts";
import { completeCell } from "../completion.ts";
import { identifierBefore } from "../identifiers.ts";
import type { KnownExports } from "../known-exports.ts";
import type { TypeServer } from "../type-server.ts";
import { addUntyped } from "../untyped-completion.ts";
import type { Documents } from "./documents.ts";
import type { DraftDocument } from "./draft-scope.ts";
import type { Asked, Draft } from "./drafts.ts";
import { importOf } from "./fixes.ts";

/** To know them costs the server some work each. */
const mostNames = 200;

/** What may stand at a place in a cell: names of cells above too, run or not, and such as need an import. */
export async function completeDraft(
  { server, exports }: { server: TypeServer; exports: KnownExports },
  documents: Documents,
  { page, index, overlay }: Asked,
  at: number,
): Promise<Offers> {
  const draft = page.drafts[index]!;
  const { code, source } = draft;
  const magic = completeMagic(source, at);
  if (magic) return { from: magic.start, to: magic.end, offers: magic.matches };
  const typed = code.slice(identifierBefore(code, at), at).toLowerCase();
  const above = [...new Set([...page.namesAbove(index), ...overlay.names()])]
    .filter((name) => name.toLowerCase().startsWith(typed))
    .slice(-mostNames);
  const known = new Map<Draft, DraftDocument>();
  documents.show(page, [index], overlay, known, draft, above);
  const found = await completeCell(server, overlay, known.get(draft)!, at);
  const { directory } = server.options;
  const all = await addUntyped(code, at, found, { directory, exports });
  const { declared } = draft;
  const isMember = code.slice(0, all.start).trimEnd().endsWith(".");
  const offers = all.matches.map((one): Offer => {
    const giver =
      isMember || declared.has(one.text)
        ? undefined
        : page.giverOf(one.text, index, overlay);
    return toOffer(code, one, giver?.declared.get(one.text)?.kind);
  });
  return { from: all.start, to: all.end, offers };
}

/** @param kind of a name of a cell above: to TypeScript's server these are imports, whatever they stand for */
function toOffer(
  code: string,
  { importFrom, ...one }: Completion,
  kind: NameKind | undefined,
): Offer {
  if (importFrom !== undefined)
    return { ...one, edits: [importOf(code, one.text, importFrom)] };
  if (one.kind !== "variable" || !kind || kind === "import") return one;
  return { ...one, kind: kind === "namespace" ? "module" : kind };
}
