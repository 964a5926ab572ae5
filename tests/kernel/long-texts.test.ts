import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import jsTokens from "js-tokens";
import { describe, expect, test } from "vitest";
import { Glob } from "../../kernel/server/services/glob.ts";
import { parseQuestion } from "../../kernel/server/services/pager.ts";
import {
  blankDirectives,
  typesDirective,
} from "../../kernel/interpreter/reading/directives.ts";
import {
  identifierAt,
  identifierBefore,
} from "../../kernel/interpreter/types/identifiers.ts";
import { memberExpressionAt } from "../../kernel/interpreter/types/member-expression.ts";
import {
  offsetAt,
  positionAt,
} from "../../kernel/interpreter/types/positions.ts";
import { sourceFrame } from "../../kernel/interpreter/source-frame.ts";
import { toCodePoints, toUtf16 } from "../../kernel/server/protocol/cursor.ts";
import { fastest } from "./support/fastest.ts";
import { longTexts } from "./support/long-texts.ts";

/** What the host itself does with the text of a cell: everything else is done in a thread, or by another program. */
const readers: Record<string, (text: string) => unknown> = {
  identifierBefore: (text) => identifierBefore(text, text.length),
  identifierAt: (text) => identifierAt(text, text.length >> 1),
  memberExpressionAt: (text) => memberExpressionAt(text, text.length),
  typesDirective,
  blankDirectives,
  parseQuestion,
  positionAt: (text) => positionAt(text, text.length),
  offsetAt: (text) => offsetAt(text, { line: 1e9, character: 0 }),
  sourceFrame: (text) => sourceFrame(text, "cell", 1, 1),
  toUtf16: (text) => toUtf16(text, text.length),
  toCodePoints: (text) => toCodePoints(text, text.length),
  "a search": (text) => new Glob("*a*b").matches(text),
};

/** Four times the text takes four times as long; where each place is tried for each other one, sixteen times. */
const mostGrowth = 10;
/** So short that the clock, and what else runs, say more than the text. */
const countsFromMs = 30;

function growths(read: (text: string) => unknown, size: number): string[] {
  return Object.entries(longTexts).flatMap(([name, make]) => {
    const texts = [make(size), make(4 * size)];
    const grown = findGrowth(texts.map((text) => () => read(text)));
    return grown ? [`${name}: ${grown}`] : [];
  });
}

/** What else the machine does may fall upon the long text each time: what looks like growth is measured longer before it counts. */
function findGrowth(calls: (() => unknown)[]): string | undefined {
  let times: number[] = [];
  for (const rounds of [3, 10, 30]) {
    times = fastest(calls, rounds);
    const [short, long] = times as [number, number];
    if (long <= countsFromMs || long / short <= mostGrowth) return undefined;
  }
  return times.map((time) => time.toFixed(1)).join(", ");
}

describe("reading four times as long a text takes about four times as long", () => {
  test.each(Object.entries(readers))("for %s", (_name, read) => {
    expect(growths(read, 20_000)).toEqual([]);
  });
});

describe("a regular expression of the host reads four times as long a text in about four times", () => {
  const root = join(import.meta.dirname, "../../kernel");
  const files = ["server", "interpreter"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(folder, String(name)))
      .filter((name) => name.endsWith(".ts")),
  );
  const expressions = files.flatMap((file) =>
    [...jsTokens(readFileSync(join(root, file), "utf8"))]
      .filter(({ type }) => type === "RegularExpressionLiteral")
      .map(({ value }) => [file, value] as const),
  );

  test.each(expressions)("%s: %s", (_file, literal) => {
    const end = literal.lastIndexOf("/");
    const flags = literal.slice(end + 1);
    // A sticky one is asked at one place, the others look for all.
    const all = /[gy]/.test(flags) ? flags : `${flags}g`;
    const expression = new RegExp(literal.slice(1, end), all);
    expect(growths((text) => text.replace(expression, ""), 4_000)).toEqual([]);
  });
});
