import { expect, it, vi } from "vitest";
import { CellWork } from "../../../../kernel/interpreter/reading/cell-work.ts";
import { warmUp } from "../../../../kernel/interpreter/reading/warm-up.ts";

it("reads, compiles and declares a text that is whole, each time anew", () => {
  const work = new CellWork();
  const read = vi.spyOn(work, "read");
  const compile = vi.spyOn(work, "compile");
  const declarations = vi.spyOn(work, "declarations");
  const steps = [...warmUp(work)];
  const texts = read.mock.calls.map(([code]) => code);
  expect(new Set(texts).size).toBe(texts.length);
  expect(steps.length).toBe(4 * texts.length);
  for (const { value } of read.mock.results)
    expect(value).toMatchObject({ broken: false });
  for (const { value } of compile.mock.results)
    expect(value).toHaveProperty("cell");
  expect(declarations.mock.results[0]!.value).toContain("class Store<T>");
});
