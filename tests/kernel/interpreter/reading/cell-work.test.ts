import { beforeEach, expect, test, vi } from "vitest";
import { Names } from "../../../../kernel/interpreter/cell/names.ts";
import { parseCell } from "../../../../kernel/interpreter/cell/parse.ts";
import { CellWork } from "../../../../kernel/interpreter/reading/cell-work.ts";

vi.mock("../../../../kernel/interpreter/cell/parse.ts", { spy: true });
beforeEach(() => void vi.mocked(parseCell).mockClear());

const { state: names } = new Names();
const toRequest = (code: string) => ({
  code,
  directory: "/",
  label: "cell [1]",
  names,
});

test("a cell is parsed once, although the next one is read and compiled before it is declared", () => {
  const work = new CellWork();
  const [first, second] = ["const a = [1].map(String)", "const b = a.length"];
  const { questions } = work.read(first);
  work.compile(toRequest(first));
  work.read(second);
  work.compile(toRequest(second));
  const types = questions.map(() => "string[]");
  const declared = work.declarations({ code: first, missed: [] }, types, "");
  expect(declared).toContain("const a: string[]");
  expect(parseCell).toHaveBeenCalledTimes(2);
});

test("of long texts only the tree of the last is kept", () => {
  const work = new CellWork();
  const long = `const a = [${"1, ".repeat(10_000)}1]`;
  work.read(long);
  work.read("1 + 1");
  work.read(long);
  expect(parseCell).toHaveBeenCalledTimes(3);
});
