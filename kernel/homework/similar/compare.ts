import {
  gramTokens,
  readTokens,
  winnow,
  type ComparedToken,
  type Fingerprints,
} from "./fingerprints.ts";

/** What a student wrote, as text. */
export interface Work {
  student: string;
  text: string;
}

/** Two students whose answers are alike. */
export interface Pair {
  one: Work;
  other: Work;
  /** Of the shorter one's own passages, how many the other has too: 0 to 1. */
  likeness: number;
  /** Passages that both have. */
  shared: number;
  /** Where they stand, as places in the texts. */
  marks: [Span[], Span[]];
}

export interface Span {
  from: number;
  to: number;
}

/** What more of a class have than this share is the usual way to do it. */
const usualShare = 1 / 4;
/** In a small class it has to be this many at least. */
const leastUsual = 4;
/** Who has fewer passages of their own wrote too little to tell. */
const leastPassages = 5;

interface Read extends Work {
  tokens: ComparedToken[];
  prints: Fingerprints;
}

/**
 * Which works of a class are alike, most alike first. What the course has given out, and what many have, counts for nothing.
 * @param given the text that the course has given out, and the names in it
 * @param least likeness from which on a pair is listed
 */
export function findPairs(
  works: Work[],
  given: { text: string; names: ReadonlySet<string> },
  least: number,
): Pair[] {
  const stub = new Set(hashAll(readTokens(given.text, given.names)));
  const read = works.map((work): Read => {
    const tokens = readTokens(work.text, given.names);
    const prints = winnow(tokens);
    for (const hash of prints.keys()) if (stub.has(hash)) prints.delete(hash);
    return { ...work, tokens, prints };
  });
  leaveUsualOut(read);
  const pairs = read.flatMap((one, at) =>
    read.slice(at + 1).flatMap((other) => compare(one, other, least)),
  );
  return pairs.sort((a, b) => b.likeness - a.likeness || b.shared - a.shared);
}

/** Every passage, not only those that winnowing keeps: what is given out is taken out wherever it stands. */
function hashAll(tokens: ComparedToken[]): string[] {
  return tokens.flatMap((_, at) => [
    ...winnow(tokens.slice(at, at + gramTokens)).keys(),
  ]);
}

function leaveUsualOut(read: Read[]): void {
  const counts = new Map<string, number>();
  for (const { prints } of read)
    for (const hash of prints.keys())
      counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const most = Math.max(leastUsual, usualShare * read.length);
  for (const { prints } of read)
    for (const hash of prints.keys())
      if (counts.get(hash)! > most) prints.delete(hash);
}

function compare(one: Read, other: Read, least: number): Pair[] {
  const shared = [...one.prints.keys()].filter((hash) =>
    other.prints.has(hash),
  );
  const fewest = Math.min(one.prints.size, other.prints.size);
  if (fewest < leastPassages) return [];
  const likeness = shared.length / fewest;
  if (likeness < least) return [];
  const marks = [one, other].map((each) => findSpans(each, shared));
  return [
    {
      ...{ one, other, likeness, shared: shared.length },
      marks: marks as [Span[], Span[]],
    },
  ];
}

/** Where shared passages stand; those that overlap are one. */
function findSpans({ tokens, prints }: Read, shared: string[]): Span[] {
  const spans: Span[] = [];
  const starts = shared.map((hash) => prints.get(hash)!);
  for (const start of starts.sort((a, b) => a - b)) {
    const { from } = tokens[start]!;
    const { to } = tokens[start + gramTokens - 1]!;
    const last = spans.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else spans.push({ from, to });
  }
  return spans;
}
