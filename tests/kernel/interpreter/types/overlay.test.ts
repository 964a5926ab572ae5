import { expect, test } from "vitest";
import type { DeclaredName } from "../../../../kernel/interpreter/reading/names.ts";
import { Overlay } from "../../../../kernel/interpreter/types/overlay.ts";
import { importLine } from "../../../../kernel/interpreter/types/scope-lines.ts";

function overlayOf(...cells: [names: string, body: string][]): Overlay {
  const overlay = new Overlay();
  cells.forEach(([names, body], index) =>
    overlay.add(index + 1, "", declared(names), body),
  );
  return overlay;
}

/** `a:constant b:function` */
function declared(names: string): Map<string, DeclaredName> {
  return new Map(
    names.split(" ").map((entry) => {
      const [name = "", kind = "constant"] = entry.split(":");
      return [name, { kind: kind as DeclaredName["kind"], offset: 0 }];
    }),
  );
}

function textOf(overlay: Overlay): string {
  return [...overlay.files("cells.d.ts").values()].join("");
}

test("names what the newest cell declares of each free name", () => {
  const overlay = overlayOf(["a b", ""], ["b c", ""]);
  const free = new Map(
    ["a", "b", "c", "d"].map((name) => [name, { written: false }]),
  );
  expect(importLine(free, overlay)).toBe(
    "import a = __romanescoCell1.a; import b = __romanescoCell2.b; " +
      "import c = __romanescoCell2.c;",
  );
});

test("declares what is assigned, because an alias cannot be", () => {
  const overlay = overlayOf(["a:variable b:constant f:function", ""]);
  const free = new Map(
    ["a", "b", "f"].map((name) => [name, { written: true }]),
  );
  expect(importLine(free, overlay)).toBe(
    "import f = __romanescoCell1.f; " +
      "declare let a: typeof __romanescoCell1.a; " +
      "declare const b: typeof __romanescoCell1.b;",
  );
});

test("drops a cell whose names are all declared anew", () => {
  const overlay = overlayOf(["a", "old"], ["a", "new"]);
  expect(textOf(overlay)).not.toContain("old");
});

test("keeps a cell that another one still speaks of", () => {
  const overlay = overlayOf(
    ["A", "old"],
    ["b", 'b: import("__cell:1").A'],
    ["A", "new"],
  );
  expect(textOf(overlay)).toContain('declare module "__cell:1"');
});

test("keeps what a cell adds to the global scope", () => {
  const overlay = overlayOf(["a", "declare global { var mine: 1 }"], ["a", ""]);
  expect(textOf(overlay)).toContain("mine");
});

test("leaves the modules of a file, and what it imports, as they are when a cell is added", () => {
  const overlay = overlayOf(["a", "a: 1"], ["b", 'b: import("__cell:1").A']);
  const before = structureOf(textOf(overlay));
  overlay.add(3, "", declared("c"), 'c: import("__cell:2:end").B');
  overlay.narrow(3, new Map(), new Map([["c", 'import("__cell:1").A']]));
  expect(structureOf(textOf(overlay))).toEqual(before);
});

/** What of a file makes the server look for modules anew. */
function structureOf(text: string): string[] {
  return text.match(/declare module "\S+"|from "\S+"|import\("\S+"\)/g) ?? [];
}

test("changes one file for a new cell, however many there are", () => {
  const overlay = new Overlay();
  for (let cell = 1; cell <= 100; cell++)
    overlay.add(cell, "", declared(`v${cell}`), `body ${cell}`);
  const before = overlay.files("cells.d.ts");
  overlay.add(101, "", declared("v101"), "body 101");
  const after = overlay.files("cells.d.ts");
  const changed = [...after].filter(
    ([name, text]) => before.get(name) !== text,
  );
  expect(changed).toHaveLength(1);
  expect(before.size).toBeGreaterThan(4);
});
