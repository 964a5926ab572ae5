import { type Distance, type Page, startWebServer } from "./web-server.ts";
import { type Book, writeBook } from "./write-book.ts";

export interface BookServer {
  /** "http://127.0.0.1:54321" */
  url: string;
  /** Ten addresses of plain texts, each ending in the name of its file: "…/books/the-salt-road.txt". */
  urls: string[];
  /** Ends the server; call it in the notebook's last cell. Safe to call twice. */
  close(): Promise<void>;
}

/** Where the ten books come from. */
export interface Library extends BookServer {
  /** "Project Gutenberg", or that the server is on this machine. */
  name: string;
}

const books: Book[] = [
  ["The Ferryman's Arithmetic", "Ada Thorne", 34],
  ["A Winter by the Weir", "J. R. Callow", 21],
  ["The Salt Road", "Edith Marsh", 55],
  ["Letters from the Orchard Wall", "Tobias Wren", 13],
  ["The Spiral Staircase", "Leonard Pisan", 34],
  ["The Last Train to Harrow Sands", "Clara Holm", 21],
  ["Lamps along the Harbour", "William Pell", 34],
  ["The Green Cauliflower", "Rosa Brocco", 21],
  ["Seven Summers, Seven Fairs", "H. M. Dunmore", 34],
  ["The Keeper of the Tide", "Agnes Lowe", 13],
].map(([title, author, chapters], i) => ({
  title: String(title),
  author: String(author),
  seed: 1202 + i,
  chapters: Number(chapters),
}));

/**
 * A library on this machine: ten books written here, over a line as slow as the internet's. Every run gives the same texts
 * and the same latencies.
 * @param distance default latency 200 to 600 ms and 400,000 bytes a second for each connection
 */
export async function startBookServer(
  distance: Distance = {},
): Promise<BookServer> {
  const pages = new Map<string, Page>();
  for (const book of books) {
    const body = new TextEncoder().encode(writeBook(book));
    const type = "text/plain; charset=utf-8";
    pages.set(`/books/${toFileName(book.title)}`, { type, body });
  }
  const { url, close } = await startWebServer(pages, {
    latencyMs: [200, 600],
    bytesPerSecond: 400_000,
    ...distance,
  });
  return { url, urls: [...pages.keys()].map((path) => url + path), close };
}

function toFileName(title: string): string {
  const words =
    title
      .toLowerCase()
      .replaceAll("'", "")
      .match(/[a-z]+/g) ?? [];
  return `${words.join("-")}.txt`;
}

const gutenberg = "https://www.gutenberg.org";
const gutenbergNumbers = [11, 84, 98, 345, 1342, 1661, 1952, 2600, 2701, 5200];

/** Ten addresses of Project Gutenberg, https://www.gutenberg.org. */
export const gutenbergUrls = gutenbergNumbers.map(
  (number) => `${gutenberg}/cache/epub/${number}/pg${number}.txt`,
);

/**
 * Project Gutenberg if it answers, else the server on this machine. With ROMANESCO_OFFLINE set it is not asked.
 * @param options.waitMs how long it may take to answer; default 2000
 * @param options.ask fetches an address; default the network
 */
export async function openLibrary(
  options: Distance & { waitMs?: number; ask?: typeof fetch } = {},
): Promise<Library> {
  const { waitMs = 2000, ask = fetch, ...distance } = options;
  if (await answers(ask, waitMs)) {
    const name = "Project Gutenberg";
    return { name, url: gutenberg, urls: gutenbergUrls, close: async () => {} };
  }
  return {
    name: "the book server on this machine (Project Gutenberg does not answer)",
    ...(await startBookServer(distance)),
  };
}

async function answers(ask: typeof fetch, waitMs: number): Promise<boolean> {
  if (process.env["ROMANESCO_OFFLINE"]) return false;
  try {
    const signal = AbortSignal.timeout(waitMs);
    const answer = await ask(gutenbergUrls[0] as string, {
      method: "HEAD",
      signal,
    });
    return answer.ok;
  } catch {
    // No network, or too slow a one: that is what was asked.
    return false;
  }
}
