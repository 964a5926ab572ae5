import type { Completions } from "../interpreter.ts";
import { magicWords } from "./table.ts";

/** Completes a magic at the cursor, or what may stand behind it; undefined where there is none. */
export function completeMagic(
  code: string,
  cursor: number,
): Completions | undefined {
  const line = lineBefore(code, cursor);
  const word = /^[ \t]*(%%?[a-z]*)$/.exec(line)?.[1];
  if (word !== undefined)
    return matching(Object.keys(magicWords), word, cursor, "magic");
  const [, asked, typed] = /^[ \t]*(%[a-z]+)[ \t]+(\w*)$/.exec(line) ?? [];
  const words =
    asked === "%env"
      ? Object.keys(process.env).sort()
      : magicWords[asked ?? ""]?.words;
  return words && matching(words, typed ?? "", cursor, "keyword");
}

function matching(
  words: readonly string[],
  typed: string,
  cursor: number,
  kind: string,
): Completions | undefined {
  const matches = words
    .filter((each) => each.startsWith(typed))
    .map((text) => ({ text, kind, signature: magicWords[text]?.usage }));
  if (matches.length === 0) return undefined;
  return { start: cursor - typed.length, end: cursor, matches };
}

/** What the magic at the cursor is for. */
export function describeMagic(
  code: string,
  cursor: number,
): Record<"text/plain" | "text/markdown", string> | undefined {
  const before = lineBefore(code, cursor);
  const line = before + /^.*/.exec(code.slice(cursor))![0];
  const found = /^[ \t]*(%%?[a-z]+)/.exec(line);
  if (!found || before.length > found[0].length) return undefined;
  const word = found[1]!;
  const known = [word, `%${word}`].filter((each) =>
    Object.hasOwn(magicWords, each),
  );
  if (known.length === 0) return undefined;
  const all = known.map((each) => magicWords[each]!);
  return {
    "text/plain": all
      .map(({ usage, about }) => `${usage}\n${about}`)
      .join("\n\n"),
    "text/markdown": all
      .map(({ usage, about }) => `\`\`\`\n${usage}\n\`\`\`\n\n${about}`)
      .join("\n\n"),
  };
}

function lineBefore(code: string, cursor: number): string {
  return code.slice(code.lastIndexOf("\n", cursor - 1) + 1, cursor);
}
