import { expect, test } from "vitest";
import {
  findCourse,
  readNotebook,
} from "../../../../kernel/front-end/lab/progress/course.ts";
import {
  addQuiz,
  addRun,
  count,
  describe as inWords,
  findSections,
  type IndexedCell,
  nothingRun,
  readProgress,
} from "../../../../kernel/front-end/lab/progress/progress.ts";

const text = (source: string): IndexedCell => ({
  id: source,
  isCode: false,
  source,
});
const code = (id: string): IndexedCell => ({ id, isCode: true, source: "1" });
const cells = [
  text("# Growth\n\nHow does it grow?"),
  code("a"),
  text("Only words."),
  code("b"),
  text("### What is `fibo`?"),
  code("c"),
  text("## What to take home"),
];

test("keeps a cell once, however often it is run", () => {
  const once = addRun(nothingRun, "a");
  expect(once.ran).toEqual(["a"]);
  expect(addRun(once, "a")).toBe(once);
});

test("keeps what a quiz said last, and nothing that is no verdict", () => {
  const asked = addQuiz(nothingRun, { f7: "open", time: "wrong" });
  const answered = addQuiz(asked, { f7: "right", more: 13 });
  expect(answered.quiz).toEqual({ f7: "right", time: "wrong" });
  expect(addQuiz(answered, { f7: "right" })).toBe(answered);
  expect(addQuiz(answered, undefined)).toBe(answered);
});

test("counts under each heading that has code what was run of it", () => {
  const progress = addRun(addRun(nothingRun, "b"), "c");
  expect(findSections(cells, progress)).toEqual([
    { title: "Growth", at: 0, cells: 2, ran: 1 },
    { title: "What is fibo?", at: 4, cells: 1, ran: 1 },
  ]);
  expect(count(cells, progress)).toEqual({ ran: 2, all: 3 });
});

test("says in words how far it is", () => {
  const progress = addRun(nothingRun, "gone");
  expect(inWords(cells, progress)).toBe("0 of 3 cells run");
  expect(inWords(cells, addQuiz(progress, { f7: "right", time: "open" }))).toBe(
    "0 of 3 cells run, 1 of 2 answers right",
  );
});

test("reads no progress where a notebook keeps none, and takes only what is right from what it keeps", () => {
  expect(readProgress(undefined)).toBeUndefined();
  expect(readProgress({ student: { id: "s1" } })).toBeUndefined();
  expect(readProgress({ progress: {} })).toEqual(nothingRun);
  expect(
    readProgress({
      progress: { ran: ["a", 7], quiz: { f7: "no", g: "right" } },
    }),
  ).toEqual({ ran: ["a"], quiz: { g: "right" } });
});

const json = (ran: string[], romanesco: object = { progress: { ran } }) => ({
  metadata: { romanesco },
  cells: [
    { id: "t", cell_type: "markdown", source: ["# Growth\n", "How?"] },
    { id: "a", cell_type: "code", source: "1" },
    { id: "b", cell_type: "code", source: ["2"] },
  ],
});

test("reads another notebook's title and how far its reader is", () => {
  expect(readNotebook("02.ipynb", json(["a"]))).toEqual({
    path: "02.ipynb",
    title: "Growth",
    state: "some",
    words: "1 of 2 cells run",
  });
  expect(readNotebook("02.ipynb", json(["a", "b"]))?.state).toBe("all");
  expect(readNotebook("own.ipynb", json([], {}))).toBeUndefined();
});

test("finds the notebooks of a folder that keep their progress, but for the one that asks", async () => {
  const files: Record<string, unknown> = {
    course: [
      { path: "course/02.ipynb", type: "notebook" },
      { path: "course/data", type: "directory" },
      { path: "course/01.ipynb", type: "notebook" },
      { path: "course/own.ipynb", type: "notebook" },
    ],
    "course/02.ipynb": json([]),
    "course/own.ipynb": json([], {}),
  };
  const get = (path: string) =>
    Promise.resolve({ path, type: "", content: files[path] });
  const found = await findCourse({ get }, "course/01.ipynb");
  expect(found.map(({ path }) => path)).toEqual(["course/02.ipynb"]);
});
