import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { HistoryFolder } from "../../../../kernel/server/services/history-folder.ts";
import { SessionHistory } from "../../../../kernel/server/services/session-history.ts";

let folder: string;
const warnings: string[] = [];
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "history-")), "history");
  warnings.length = 0;
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

/** A kernel's start. */
function open(limits?: { allBytes: number; sessionBytes: number }) {
  const archive = new HistoryFolder(
    folder,
    (line) => warnings.push(line),
    limits,
  );
  return new SessionHistory(archive);
}

function tail(history: SessionHistory, n = 100, output = false) {
  return history.find({ hist_access_type: "tail", n, output });
}

it("remembers the cells of earlier sessions, with their outputs", () => {
  const first = open();
  first.add(1, "const a = 'ü\n'", null);
  first.add(2, "a", "'ü\n'");
  const second = open();
  second.add(1, "3", "3");
  const expected = [
    [1, 1, ["const a = 'ü\n'", null]],
    [1, 2, ["a", "'ü\n'"]],
    [2, 1, ["3", "3"]],
  ];
  expect(tail(second, 100, true)).toEqual(expected);
  expect(tail(open(), 100, true)).toEqual(expected);
});

it("counts sessions from their first cell: a kernel that ran none leaves no file", () => {
  open();
  expect(tail(open())).toEqual([]);
  const history = open();
  history.add(1, "1", null);
  expect(tail(open())).toEqual([[1, 1, "1"]]);
});

it("gives kernels that run at the same time sessions of their own, and each sees the others", () => {
  const kernels = Array.from({ length: 5 }, () => open());
  for (const line of [1, 2])
    for (const [index, kernel] of kernels.entries())
      kernel.add(line, `kernel ${index}, line ${line}`, null);
  const sessions = kernels.map((kernel) =>
    kernel
      .find({
        hist_access_type: "range",
        session: 0,
        start: 1,
        stop: undefined,
        output: false,
      })
      .map(([, , source]) => source),
  );
  expect(sessions).toEqual(
    kernels.map((_, index) =>
      [1, 2].map((line) => `kernel ${index}, line ${line}`),
    ),
  );
  expect(kernels.map((kernel) => tail(kernel).length)).toEqual([
    10, 10, 10, 10, 10,
  ]);
});

it("looks back by sessions: -1 is the one before", () => {
  for (const source of ["one", "two"]) open().add(1, source, null);
  const range = {
    hist_access_type: "range",
    start: 1,
    stop: undefined,
    output: false,
  } as const;
  const fresh = open();
  expect(fresh.find({ ...range, session: -1 })).toEqual([[2, 1, "two"]]);
  fresh.add(1, "three", null);
  expect(fresh.find({ ...range, session: -1 })).toEqual([[2, 1, "two"]]);
  expect(fresh.find({ ...range, session: -2 })).toEqual([[1, 1, "one"]]);
});

it("drops the oldest sessions, and the older half of one that grows too long", () => {
  const limits = { allBytes: 3000, sessionBytes: 1000 };
  for (let session = 1; session <= 20; session++) {
    const history = open(limits);
    for (let line = 1; line <= 50; line++)
      history.add(line, `${session}:${line}`.padEnd(50), null);
  }
  const sizes = readdirSync(folder).map(
    (name) => statSync(join(folder, name)).size,
  );
  expect(Math.max(...sizes)).toBeLessThan(1100);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(4200);
  expect(tail(open(), 1)).toEqual([[20, 50, "20:50".padEnd(50)]]);
});

it("leaves out a cell that is data, and cuts a long result", () => {
  const history = open();
  history.add(1, "x".repeat(200_000), null);
  history.add(2, "2", "y".repeat(200_000));
  const [[, line, entry] = []] = tail(history, 100, true);
  expect(line).toBe(2);
  expect(String(entry?.[1]).length).toBe(10_000);
});

it("is for its user's eyes only", () => {
  open().add(1, "const password = 1", null);
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect(statSync(join(folder, "000001.jsonl")).mode & 0o077).toBe(0);
});

it("reads around lines that were cut off", () => {
  open().add(1, "good", null);
  appendFileSync(join(folder, "000001.jsonl"), '[2, "cut o');
  writeFileSync(join(folder, "notes.txt"), "not ours");
  expect(tail(open())).toEqual([[1, 1, "good"]]);
});

it.skipIf(process.platform === "win32")(
  "passes over what lies in its folder and is no plain file",
  () => {
    open().add(1, "good", null);
    execFileSync("mkfifo", [join(folder, "000002.jsonl")]);
    symlinkSync("/dev/zero", join(folder, "000003.jsonl"));
    mkdirSync(join(folder, "000004.jsonl"));
    writeFileSync(join(folder, `${"9".repeat(30)}.jsonl`), "");
    const history = open();
    history.add(1, "next", null);
    expect(tail(history)).toEqual([
      [1, 1, "good"],
      [5, 1, "next"],
    ]);
  },
);

it("goes on in memory where nothing can be written, and says so once", () => {
  writeFileSync(folder, "a file in the way");
  const history = open();
  history.add(1, "1", null);
  history.add(2, "2", null);
  expect(tail(history)).toEqual([
    [1, 1, "1"],
    [1, 2, "2"],
  ]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain("the history is not kept");
});
