import { expect, it } from "vitest";
import { SessionHistory } from "../../../../kernel/server/services/session-history.ts";
import { fastest } from "../../support/fastest.ts";
import { parseHistoryRequest } from "../../../../kernel/server/protocol/history.ts";

function find(request: object) {
  const history = new SessionHistory({
    open: () => 4,
    keep() {},
    read: () => [
      { session: 3, line: 1, source: "const old = 1", output: null },
      { session: 3, line: 2, source: "old + 1", output: "2" },
    ],
  });
  history.add(1, "const a = 1", null);
  history.add(2, "a + 1", "2");
  history.add(3, "a.b(c)", null);
  history.add(4, "a + 1", "2");
  return history.find(
    parseHistoryRequest({ raw: true, output: false, ...request }),
  );
}

it("gives the last lines, oldest first, across sessions", () => {
  expect(find({ hist_access_type: "tail", n: 5 })).toEqual([
    [3, 2, "old + 1"],
    [4, 1, "const a = 1"],
    [4, 2, "a + 1"],
    [4, 3, "a.b(c)"],
    [4, 4, "a + 1"],
  ]);
  expect(find({ hist_access_type: "tail", n: 0 })).toEqual([]);
});

it("gives the outputs when asked", () => {
  expect(find({ hist_access_type: "tail", n: 2, output: true })).toEqual([
    [4, 3, ["a.b(c)", null]],
    [4, 4, ["a + 1", "2"]],
  ]);
});

it.each([
  ["this one", 0, [1, 2]],
  ["the one before", -1, [1, 2]],
  ["one by its number", 3, [1, 2]],
])(
  "gives a range of lines of a session: %s, without the last line",
  (_which, session, lines) => {
    const found = find({
      hist_access_type: "range",
      session,
      start: 1,
      stop: 3,
    });
    expect(found.map(([, line]) => line)).toEqual(lines);
    expect(found[0]![0]).toBe(session === 0 ? 4 : 3);
  },
);

it("gives all lines from the start when no stop is given", () => {
  expect(
    find({ hist_access_type: "range", session: 0, start: 3 }),
  ).toHaveLength(2);
});

it("searches with * and ?, and nothing else is special", () => {
  const sources = (request: object) =>
    find({ hist_access_type: "search", ...request }).map(
      ([, , source]) => source,
    );
  expect(sources({ pattern: "a*1" })).toEqual(["a + 1", "a + 1"]);
  expect(sources({ pattern: "a?b(c)" })).toEqual(["a.b(c)"]);
  expect(sources({ pattern: "a.+" })).toEqual([]);
  expect(sources({ pattern: "*", n: 1 })).toEqual(["a + 1"]);
  expect(sources({ pattern: "*1", unique: true })).toEqual([
    "const old = 1",
    "old + 1",
    "const a = 1",
    "a + 1",
  ]);
});

it.each([
  "*a*a*b",
  "*a*a*a*a*a*a*a*a*b",
  "*?a?*?a?*b",
  `*${"a".repeat(4000)}b`,
])(
  "searches long cells for %.20s in about the time that a plain word takes",
  (pattern) => {
    const history = new SessionHistory();
    for (let line = 1; line <= 20; line++)
      history.add(line, "a".repeat(5000), null);
    const search = (wanted: string) => () =>
      history.find(
        parseHistoryRequest({ hist_access_type: "search", pattern: wanted }),
      );
    expect(search(pattern)()).toEqual([]);
    const [plain, hard] = fastest([search("*nothing"), search(pattern)]);
    // It may take more, up to the steps that a search has; for a regular expression this is millions of times.
    expect(hard! / plain!).toBeLessThan(1000);
  },
);
