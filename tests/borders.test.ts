import { expect, test } from "vitest";
import {
  findCircles,
  type Import,
  readImports,
} from "./support/import-graph.ts";

const imports = readImports(["kernel", "lib"]);

test("what stands side by side in a folder leans on each other one way only, types included", () => {
  expect(imports.length).toBeGreaterThan(1000);
  expect(findCircles(imports)).toEqual([]);
});

test("a circle is seen, between files and between folders", () => {
  const planted = [
    { from: "lib/errors.ts", to: "lib/worker/runner.ts" },
    { from: "kernel/display/image.ts", to: "kernel/display/to-mime-bundle.ts" },
  ];
  expect(findCircles([...imports, ...planted])).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^in lib: .*errors\.ts/),
      expect.stringMatching(/^in kernel\/display: .*image\.ts/),
    ]),
  );
});

test("lib needs nothing of kernel, and kernel of lib only the shape of a notebook and what both share", () => {
  const outside = ({ from, to }: Import) =>
    from.startsWith("lib/")
      ? to.startsWith("kernel/")
      : to.startsWith("lib/") &&
        !/^lib\/(notebook\.ts|(platform|transfer)\/)/.test(to);
  expect(imports.filter(outside)).toEqual([]);
  expect(
    [
      { from: "lib/index.ts", to: "kernel/main.ts" },
      { from: "kernel/main.ts", to: "lib/pool/pool.ts" },
    ].filter(outside),
  ).toHaveLength(2);
});
