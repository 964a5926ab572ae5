import { join } from "node:path";
import type { Edit, EditorAnswer } from "../../editor.ts";
import { withoutHashbang } from "../../cell/hashbang.ts";
import { findMagics, type Magic } from "../../magics/find.ts";
import type { Draft } from "./drafts.ts";
import { findPrettier, runPrettier } from "./prettier.ts";

const noPrettier =
  "There is no Prettier beside the notebook, nor on the PATH. Run %npm install prettier in a cell, or npm install -g prettier in a terminal; then try again.";
const noParse = "It does not parse: put right first what is underlined.";

/** A cell with comments in place of its magics. */
interface Masked {
  text: string;
  /** Puts the magics where their comments are now. */
  unmask(text: string): string;
}

/**
 * Formats cells as files beside the notebook would be. Magics stay as they are, and so do cells that do not parse.
 * @param directory the notebook's folder: its prettier and its configuration
 */
export async function formatCells(
  directory: string,
  drafts: readonly Draft[],
): Promise<EditorAnswer> {
  const readable = drafts.filter(
    ({ reading, isTooMuch }) => !reading.broken && !isTooMuch,
  );
  if (readable.length === 0 && drafts.length > 0) return { problem: noParse };
  const cells = readable.flatMap((draft) => {
    const masked = maskMagics(draft.source);
    return masked ? [{ draft, ...masked }] : [];
  });
  if (cells.length === 0) return { edits: [] };
  const prettier = findPrettier(directory);
  if (prettier === undefined) return { problem: noPrettier };
  const files = cells.map(({ draft: { reading }, text }) => ({
    path: join(directory, `cell.${reading.dialect}`),
    text,
  }));
  try {
    const texts = await runPrettier(prettier, directory, files);
    const edits = cells.flatMap(({ draft, unmask }, index) => {
      const text = texts[index];
      return text === undefined ? [] : editOf(draft, unmask(text.trimEnd()));
    });
    return { edits };
  } catch (error) {
    return { problem: `Prettier: ${(error as Error).message}` };
  }
}

const comment = (index: number) => `//%romanesco${index}%`;

/** @returns undefined for a cell that prettier cannot be shown: its text is not TypeScript, or stands behind a magic in one line */
function maskMagics(source: string): Masked | undefined {
  if (withoutHashbang(source) !== source) return undefined;
  const magics = findMagics(source);
  const isLine = ({ end, body }: Magic) =>
    body === undefined && /^[ \t]*(\n|$)/.test(source.slice(end));
  if (!magics.every(isLine)) return undefined;
  const pieces: string[] = [];
  let at = 0;
  for (const [index, { start, end }] of magics.entries()) {
    pieces.push(source.slice(at, start), comment(index));
    at = end;
  }
  const text = pieces.join("") + source.slice(at);
  const written = (index: number) =>
    source.slice(magics[index]!.start, magics[index]!.end);
  return {
    text,
    unmask: (formatted) =>
      formatted.replace(/^[ \t]*\/\/%romanesco(\d+)%$/gm, (_, index: string) =>
        written(Number(index)),
      ),
  };
}

/** What lies between the first place and the last at which the texts differ; nothing where a magic would be one no more. */
function editOf({ id, source }: Draft, text: string): Edit[] {
  const words = (code: string) => findMagics(code).map(({ word }) => word);
  if (text === source || words(text).join() !== words(source).join()) return [];
  const shorter = Math.min(source.length, text.length);
  let from = 0;
  while (from < shorter && source[from] === text[from]) from++;
  let end = 0;
  while (
    end < shorter - from &&
    source[source.length - 1 - end] === text[text.length - 1 - end]
  )
    end++;
  const to = source.length - end;
  return [{ cell: id, from, to, text: text.slice(from, text.length - end) }];
}
