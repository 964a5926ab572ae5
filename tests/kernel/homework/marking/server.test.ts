import { readdirSync } from "node:fs";
import { request, type IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCsv } from "../../../../kernel/homework/files/csv.ts";
import { Marking } from "../../../../kernel/homework/marking/marking.ts";
import { MarkingServer } from "../../../../kernel/homework/marking/server.ts";
import { EssayCourse } from "../course/essay-course.ts";

const course = new EssayCourse();
const reversed = <T>(all: T[]): T[] => all.toReversed();
let server: MarkingServer;
let address: URL;
let cookie: string;
/** What the page's own script sends. */
let own: { authorization: string };

beforeAll(async () => {
  await course.begin();
  for (const id of ["ann", "bob", "cy"])
    course.submit(id, "2026-12-01T10:00:00.000Z", {
      text: `of <img src=x onerror=alert(1)> ${id}`,
    });
  await course.grade();
  server = new MarkingServer(new Marking(course.submitted, reversed), true);
  address = new URL(await server.listen(0));
});
afterAll(() => {
  server.close();
  course.remove();
});

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  text: string;
}

/** With any headers, as any program of the machine could send them. */
function ask(
  path: string,
  headers: Record<string, string> = {},
  body?: object,
): Promise<Answer> {
  return new Promise((done, fail) => {
    const { hostname, port } = address;
    const method = body ? "POST" : "GET";
    const sent = request({ hostname, port, path, headers, method }, (got) => {
      let text = "";
      got.on("data", (chunk: Buffer) => (text += chunk.toString()));
      got.on("end", () =>
        done({ status: got.statusCode, headers: got.headers, text }),
      );
    });
    sent.on("error", fail);
    sent.end(body && JSON.stringify(body));
  });
}

test("nothing answers without the token, which is good for one browser; nor by another name, nor for another page", async () => {
  const paths = ["/", "/questions", "/answer?question=0&at=0", "/?token=x"];
  for (const path of paths) expect((await ask(path)).status).toBe(403);
  const host = `localhost:${address.port}`;
  const entry = `/${address.search}`;
  expect((await ask(entry, { host })).status).toBe(403);
  const entered = await ask(entry);
  expect(entered.status).toBe(303);
  const [set = ""] = entered.headers["set-cookie"] ?? [];
  expect(set).toMatch(/HttpOnly; SameSite=Strict/);
  cookie = set.split(";")[0]!;
  const key = entered.headers.location?.split("#")[1];
  own = { authorization: `Bearer ${key}` };
  expect((await ask(entry)).status).toBe(403);
  // Browsers send the cookie to other ports, too: it opens the empty page alone.
  for (const path of paths.slice(1, 3))
    expect((await ask(path, { cookie })).status).toBe(403);
  const origin = "http://example.org";
  const mark = { points: 1, comment: "" };
  const place = "/mark?question=0&at=0";
  expect((await ask(place, {}, mark)).status).toBe(403);
  expect((await ask(place, { cookie }, mark)).status).toBe(403);
  expect((await ask(place, { ...own, origin }, mark)).status).toBe(403);
  expect(course.read("by-hand.csv")).toMatch(/^ann,essay,why,,10/m);
  const page = await ask("/", { cookie });
  expect(page.status).toBe(200);
  expect(page.text).not.toMatch(/essay|Bearer [\w-]{20}/);
  expect(page.headers["content-security-policy"]).toContain(
    "default-src 'none'",
  );
});

test("shows answers without names, and nothing of them as a page's own", async () => {
  const { text } = await ask("/questions", own);
  expect(text).not.toMatch(/ann|bob|ANN|BOB/);
  expect(JSON.parse(text)).toMatchObject([
    {
      ...{ assignment: "essay", title: "Why?", maxPoints: 10, isManual: true },
      answers: [{ label: "Answer 1", points: null }, {}, {}],
    },
  ]);
  const answer = await ask("/answer?question=0&at=2", own);
  const [{ source }] = (
    JSON.parse(answer.text) as { cells: [{ source: string }] }
  ).cells;
  expect(source).toContain("ann");
  expect(source).not.toContain("<img");
});

test("writes points and comments into by-hand.csv at once, beside what stands there, with one copy of the former file", async () => {
  const give = (at: number, mark: object) =>
    ask(`/mark?question=0&at=${at}`, own, mark);
  await give(2, { points: 7.5, comment: 'good, "but" short' });
  const second = await give(0, { points: null, comment: "who?" });
  expect(second.text).toContain("7.5");
  const rows = readCsv(course.read("by-hand.csv"), "by-hand.csv");
  expect(rows.map(({ cells }) => cells.slice(0, 6))).toEqual([
    ["student", "assignment", "question", "points", "of", "comment"],
    ["ann", "essay", "why", "7.5", "10", 'good, "but" short'],
    ["bob", "essay", "why", "", "10", ""],
    ["cy", "essay", "why", "", "10", "who?"],
  ]);
  const copies = readdirSync(course.graded).filter((name) =>
    /^by-hand\..+\.csv$/.test(name),
  );
  expect(copies).toHaveLength(1);
});

test("takes neither too many points, nor what is no mark, nor an answer that is not there", async () => {
  const problem = async (at: number, mark: object) => {
    const answer = await ask(`/mark?question=0&at=${at}`, own, mark);
    return [answer.status, answer.text];
  };
  expect(await problem(0, { points: 11, comment: "" })).toEqual([
    400,
    expect.stringContaining("more than the 10 points"),
  ]);
  for (const points of [-1, "3", undefined])
    expect((await problem(0, { points, comment: "" }))[0]).toBe(400);
  expect((await problem(9, { points: 1, comment: "" }))[0]).toBe(400);
  expect((await ask("/other", own)).status).toBe(404);
});
