import { dirname, join, normalize } from "node:path";
import type { Source } from "./sources.ts";

/** One file names another, for a value or for a type. */
export interface Import {
  from: string;
  to: string;
}

/** Every import between these files, by paths from here. */
export function findImports(sources: Source[]): Import[] {
  const known = new Set(sources.map(({ file }) => file));
  return sources.flatMap(({ file: from, words }) =>
    namedIn(words)
      .map((name) => normalize(join(dirname(from), name)))
      .filter((to) => known.has(to))
      .map((to) => ({ from, to })),
  );
}

/** The relative modules that a source names, in whatever way. */
function namedIn(words: unknown[]): string[] {
  return words.flatMap((word, at) =>
    typeof word === "string" && /^\.{1,2}\//.test(word) && names(words, at)
      ? [word]
      : [],
  );
}

/** `from "./a.ts"`, `import "./a.ts"`, `import("./a.ts")`. */
function names(values: unknown[], at: number): boolean {
  const before = values[at - 1] ?? values[at - 2];
  return before === "from" || before === "import";
}

/**
 * The circles of a tree's parts: what stands side by side in a folder, a file or a folder with all that is in it, should
 * lean on each other one way only.
 * @returns a sentence for each circle
 */
export function findCircles(imports: Import[]): string[] {
  const levels = new Map<string, Map<string, Set<string>>>();
  for (const { from, to } of imports) {
    const [one, other] = [from.split("/"), to.split("/")];
    const depth = one.findIndex((part, at) => part !== other[at]);
    if (depth < 0) continue;
    const level = one.slice(0, depth).join("/") || ".";
    const parts = levels.get(level) ?? new Map<string, Set<string>>();
    levels.set(level, parts);
    const leans = parts.get(one[depth]!) ?? new Set<string>();
    parts.set(one[depth]!, leans.add(other[depth]!));
  }
  return [...levels].flatMap(([level, parts]) =>
    circlesOf(parts).map((circle) => `in ${level}: ${circle.join(" -> ")}`),
  );
}

/** One circle through each part that is in any; a circle is told once. */
function circlesOf(parts: Map<string, Set<string>>): string[][] {
  const told = new Set<string>();
  return [...parts.keys()].flatMap((part) => {
    const circle = told.has(part) ? undefined : wayBack(parts, part);
    for (const each of circle ?? []) told.add(each);
    return circle ? [[...circle, part]] : [];
  });
}

/** The shortest way from a part to itself, without its last step. */
function wayBack(
  parts: Map<string, Set<string>>,
  start: string,
): string[] | undefined {
  const ways = [[start]];
  const seen = new Set<string>();
  for (const way of ways)
    for (const next of parts.get(way.at(-1)!) ?? []) {
      if (next === start) return way;
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  return undefined;
}
