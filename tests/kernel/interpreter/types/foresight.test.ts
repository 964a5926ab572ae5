import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { Checker } from "../../../../kernel/interpreter/types/checker.ts";
import { LanguageService } from "../../../../kernel/interpreter/types/language-service.ts";
import { TypeServer } from "../../../../kernel/interpreter/types/type-server.ts";
import { readHere } from "../reading/read-here.ts";
import { NotebookFolder } from "./notebook-folder.ts";

const folder = new NotebookFolder({});
const service = new LanguageService(
  {
    directory: folder.path,
    libTypes: `${folder.path}/none.d.ts`,
    timeoutMs: 20_000,
  },
  readHere(),
);
const typesAt = vi.spyOn(Checker.prototype, "typesAt");
const request = vi.spyOn(TypeServer.prototype, "request");

beforeAll(() => {
  service.start();
  // From now on the checker can be asked at once.
  return service.commit({ id: 1, code: "const list = ['a'].concat('b');" });
});
beforeEach(() => {
  typesAt.mockClear();
  request.mockClear();
});
afterAll(() => {
  service.dispose();
  folder.remove();
});

async function codesOf(code: string, id = 99): Promise<string[]> {
  const found = await service.check({ id, code });
  if ("unavailable" in found) throw new Error("no type checker");
  return found.map(({ code }) => code);
}

test("what a cell declares is asked for while it is checked, and not again when it has run", async () => {
  const code = "const sizes = list.map((one) => one.length);";
  expect(await codesOf(code, 2)).toEqual([]);
  expect(typesAt).toHaveBeenCalledOnce();
  await service.commit({ id: 2, code });
  expect(typesAt).toHaveBeenCalledOnce();
  expect(await codesOf("sizes[0].length")).toEqual(["TS2339"]);
});

test("it is asked for again when another cell has changed what it is made of meanwhile", async () => {
  const code = "const firsts = list.map((one) => one);";
  expect(await codesOf(code, 3)).toEqual([]);
  await service.commit({ id: 4, code: "const list = [true].concat(false);" });
  await service.commit({ id: 3, code });
  expect(await codesOf("firsts.concat(true)")).toEqual([]);
  expect(await codesOf("firsts.concat('c')")).toEqual(["TS2769"]);
});

test("of a cell that failed before it declared all, only what it declared is known", async () => {
  const code =
    "const early = [1].map(String); throw 1; const late = [1].map(String);";
  expect(await codesOf(code, 5)).toEqual([]);
  await service.commit({ id: 5, code }, ["late"]);
  expect(await codesOf("early.length; late.length")).toEqual(["TS2304"]);
});

test("a text that the page asks about in between changes nothing for it", async () => {
  const code = "const pairs = list.map((one) => [one, 1] as const);";
  expect(await codesOf(code, 6)).toEqual([]);
  await service.complete("list.", 5);
  await service.commit({ id: 6, code });
  expect(await codesOf("pairs[0]!.length === 3")).toEqual(["TS2367"]);
});

test("nothing is asked about dropped promises where no cell names the library", async () => {
  await service.commit({ id: 7, code: "const all = new Set(list);" });
  request.mockClear();
  expect(await codesOf("all.add(list[0]!);")).toEqual([]);
  expect(request.mock.calls.map(([method]) => method)).not.toContain(
    "textDocument/definition",
  );
});
