import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import {
  type BookServer,
  gutenbergUrls,
  openLibrary,
  startBookServer,
} from "../../../notebooks/data/servers/book-server.ts";
import { writeBook } from "../../../notebooks/data/servers/write-book.ts";

const near = { latencyMs: [0, 0], bytesPerSecond: Infinity } as const;
let server: BookServer;
let texts: string[];

beforeAll(async () => {
  server = await startBookServer(near);
  texts = await Promise.all(server.urls.map(read));
});
afterAll(() => server.close());
afterEach(() => vi.unstubAllEnvs());

async function read(url: string): Promise<string> {
  const answer = await fetch(url);
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  return answer.text();
}

test("keeps ten books, each under a file name of its own", () => {
  const names = server.urls.map((url) => url.split("/").at(-1));
  expect(new Set(names).size).toBe(10);
  for (const name of names) expect(name).toMatch(/^[a-z-]+\.txt$/);
});

test("gives whole books: title, author, chapters in order, an end", () => {
  expect(new Set(texts).size).toBe(10);
  for (const text of texts) {
    const [head, ...chapters] = text.split(/^CHAPTER \d+$/m);
    expect(head).toMatch(/^Title: .+\n\nAuthor: .+\n/);
    expect(chapters.length).toBeGreaterThanOrEqual(13);
    expect(text.match(/^CHAPTER \d+$/gm)?.at(-1)).toBe(
      `CHAPTER ${chapters.length}`,
    );
    expect(text).toMatch(/\nTHE END\n$/);
    expect(text.length).toBeGreaterThan(50_000);
  }
});

test("wraps lines at 72 characters of ASCII", () => {
  for (const line of texts.join("").split("\n"))
    expect(line).toMatch(/^[ -~]{0,72}$/);
});

test("writes the same books on every run, and another for another seed", async () => {
  const other = await startBookServer(near);
  expect(await Promise.all(other.urls.map(read))).toEqual(texts);
  await other.close();
  const book = { title: "A", author: "B", chapters: 2 };
  expect(writeBook({ ...book, seed: 1 })).not.toBe(
    writeBook({ ...book, seed: 2 }),
  );
});

test("answers 404 for a book it does not keep", async () => {
  const answer = await fetch(`${server.url}/books/lost.txt`);
  expect([answer.status, await answer.text()]).toEqual([
    404,
    "nothing is kept under /books/lost.txt\n",
  ]);
});

test("opens Project Gutenberg when it answers, without a server", async () => {
  const asked: string[] = [];
  const library = await openLibrary({
    ask: async (url, init) => {
      asked.push(`${init?.method} ${String(url)}`);
      return new Response();
    },
  });
  expect(asked).toEqual([`HEAD ${gutenbergUrls[0]}`]);
  expect(library.name).toBe("Project Gutenberg");
  expect(library.urls).toHaveLength(10);
  expect(new Set(library.urls.map((url) => url.split("/").at(-1))).size).toBe(
    10,
  );
  await library.close();
});

test.each([
  [
    "there is no network",
    async () => Promise.reject(new TypeError("fetch failed")),
  ],
  ["it refuses", async () => new Response("", { status: 503 })],
  [
    "it is too slow",
    (_: unknown, init?: RequestInit) =>
      new Promise<Response>((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () =>
          reject(new Error("late")),
        );
      }),
  ],
])("opens the server on this machine when %s", async (_title, ask) => {
  const library = await openLibrary({ ...near, waitMs: 10, ask });
  expect(library.name).toContain("on this machine");
  expect(await read(library.urls[0]!)).toBe(texts[0]);
  await library.close();
  await library.close();
});

test("does not ask the network when told to stay offline", async () => {
  vi.stubEnv("ROMANESCO_OFFLINE", "1");
  const ask = vi.fn<typeof fetch>();
  const library = await openLibrary({ ...near, ask });
  expect(ask).not.toHaveBeenCalled();
  await library.close();
});
