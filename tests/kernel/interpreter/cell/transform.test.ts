import { describe, expect, test } from "vitest";
import { Names } from "../../../../kernel/interpreter/cell/names.ts";
import { CellSyntaxError } from "../../../../kernel/interpreter/cell/syntax-error.ts";
import { commit } from "../../../../kernel/interpreter/cell/commit.ts";
import { transform } from "../../../../kernel/interpreter/cell/transform.ts";

function compile(code: string, ...earlier: string[]) {
  const names = new Names();
  const options = { directory: "/notebooks", label: "cell [1]", names };
  for (const cell of earlier) {
    const compiled = transform(cell, options);
    for (const name of compiled.fresh) names.declared.add(name);
    commit(compiled, names);
  }
  return transform(code, options);
}

/** The body of a compiled cell, on one line; numbers of functions left out. */
function body(code: string, ...earlier: string[]): string {
  return compile(code, ...earlier)
    .code.replace(/^\(async function .*? let \$value; try \{ /, "")
    .replace(/\n\} catch .*$/, "")
    .replace(/\s+/g, " ")
    .replace(/, \d+(?=[,)])/g, ", N")
    .trim();
}

/** Source in, source out. */
test.each<[title: string, source: string, expected: string]>([
  ["the last expression is returned, unawaited", "f()", ";$value = [(f())]"],
  ["a declaration becomes an assignment", "const a: number = 1;", ";(a = 1);"],
  ["a let without a value is undefined again", "let a;", ";(a = undefined);"],
  [
    "an object pattern keeps its parentheses",
    "const { a, b: [c] } = f();",
    ";({ a, b: [c] } = f());",
  ],
  [
    "a function is hoisted, nameless and marked",
    "g(); function f(n: number) { return n }",
    "$mark(f = function (n ) { return n }, N); g();",
  ],
  [
    "an async generator",
    "async function* f() {}",
    "$mark(f = async function* () {}, N);",
  ],
  ["a class keeps its name", "class A {}", ";A = class A {};"],
  [
    "what is thrown and is no error is noted",
    'if (a) throw "x"; throw new Error("x");',
    'if (a) throw $romanesco.thrown( "x"); throw new Error("x");',
  ],
  [
    "an arrow is named after its variable",
    "const f = () => 1;",
    ";($mark(f = () => 1, N));",
  ],
  [
    "an arrow in a call is marked",
    "g(() => 1);",
    ";$value = [(g($mark(() => 1, N)))];",
  ],
  [
    "a method of an object is marked after it, one that uses super is not",
    "{ const i = 1; g({ f() { return i }, async *'a b'() {}, s() { super.s() }, get h() { return 1 }, [k]() {} }); }",
    `{ const i = 1; g($mark.method($mark.method({ f() { return i }, async *'a b'() {}, s() { super.s() }, get h() { return 1 }, [k]() {} }, "a b", N), "f", N, () => [i])); }`,
  ],
  [
    "a closure says what it captured",
    "{ let i = 1; g(() => i + h); }",
    "{ let i = 1; g($mark(() => i + h, N, () => [i])); }",
  ],
  [
    "a top-level await is asked afterwards whether its cell goes on",
    "await f();",
    ";$value = [($awaits.on(await $awaits.at(f(), N, N)))];",
  ],
  [
    "one that the cell would see thrown into can be interrupted",
    "try { await f() } catch { await g() } finally { await h() }",
    "try { await $awaits.guard(f(), N, N) } catch { await $awaits.guard(g(), N, N) } finally { $awaits.on(await $awaits.at(h(), N, N)) }",
  ],
  [
    "so can one in a loop that may close what it goes through",
    "for (const a of await f()) await g(a);",
    "for (const a of $awaits.of($awaits.on(await $awaits.at(f(), N, N)))) $awaits.on(await $awaits.inLoop(g(a), N, N));",
  ],
  [
    "a loop that does not await is left as it is",
    "for (const a of f()) g(a); await h;",
    "for (const a of f()) g(a); ;$value = [($awaits.on(await $awaits.at(h, N, N)))];",
  ],
  [
    "for await waits in the same ways",
    "for await (const a of f()) await g(a); try { for await (const a of f()); } finally {}",
    "for await (const a of $awaits.each(f(), N, N, false)) await $awaits.guard(g(a), N, N); try { for await (const a of $awaits.each(f(), N, N, true)); } finally {}",
  ],
  [
    "a pattern that closes what it takes its values from",
    "const [a = await f()] = g();",
    ";([a = await $awaits.guard(f(), N, N)] = g());",
  ],
  [
    "an await inside a function asks whether its cell was stopped",
    "async () => { await f() };",
    ";$value = [($mark(async () => { await $romanesco.live(f()) }, N))];",
  ],
  [
    "an import is taken out and read live",
    'import { join } from "node:path";\njoin("a");',
    ';$value = [((0, $import_1.join)("a"))];',
  ],
  [
    "an imported name in shorthand",
    'import { sep } from "node:path";\nconst o = { sep };',
    ";(o = { sep: $import_1.sep });",
  ],
  [
    "a dynamic import goes through the notebook's folder",
    'import("./x.ts");',
    ';$value = [($romanesco.import("./x.ts"))];',
  ],
  ["var in a block is the cell's", "{ var a = 1; }", "{ ;(a = 1); }"],
  [
    "var in a loop head",
    "for (var i = 0; i < 1; i++) {}",
    "for (i = 0; i < 1; i++) {}",
  ],
  [
    "a name of a global has one of its own",
    "const URL = 1; URL;",
    ";($own_URL = 1); ;$value = [($own_URL)];",
  ],
  [
    "only what may read a name before its line is guarded",
    "function area(r) { return r * PI } const fib = (n) => fib(n - 1); const PI = 3; area(2); class A { a = PI; b() { return new A() } }",
    "$mark(area = function (r) { return r * PI }, N); ;($mark(fib = (n) => fib(n - 1), N)); ;(PI = 3); area(2); ;A = class A { a = PI; b() { return new A() } };",
  ],
  ["export is dropped", "export const a = 1;", ";(a = 1);"],
])("%s", (_title, source, expected) => {
  expect(body(source)).toBe(expected);
});

describe("names of earlier cells", () => {
  test("an earlier import is read from its namespace", () => {
    expect(body("join;", 'import { join } from "node:path"')).toBe(
      ";$value = [($import_1.join)];",
    );
  });

  test("until the name is declared anew", () => {
    expect(
      body("join;", 'import { join } from "node:path"', "const join = 1"),
    ).toBe(";$value = [(join)];");
  });

  test("only new names are fresh", () => {
    expect(compile("const a = 1, b = 2", "let a").fresh).toEqual(["b"]);
  });

  test("a constant cannot be assigned", () => {
    expect(body("a = 2;", "const a = 1")).toBe(
      ';$value = [(($romanesco.assignConstant("a"), a = 2))];',
    );
  });
});

describe("facts for functions that travel", () => {
  test("free, captured and written names are told apart", () => {
    const { functions } = compile(
      "let total = 0; function outer(k: number) { let seen = 0; return (n: number) => { seen++; total += n; return helper(n) + k + Math.PI } }",
    );
    const inner = functions.find(({ captured }) => captured.length);
    expect(inner).toMatchObject({
      captured: ["seen", "k"],
      capturedWrites: ["seen"],
      writes: ["total"],
      lexicalThis: false,
    });
    expect(inner!.free).toEqual(["total", "helper", "Math"]);
  });

  test("an arrow that uses this says so; a method's own this does not count", () => {
    const { functions } = compile(
      "const f = () => this; const g = () => ({ m() { return this } })",
    );
    expect(functions.map(({ lexicalThis }) => lexicalThis).sort()).toEqual([
      false,
      false,
      true,
    ]);
  });

  test("the source and place are those of the JavaScript", () => {
    const { functions, javascript } = compile(
      "interface I {}\nfunction f(): void {}",
    );
    const [facts] = functions;
    expect(javascript.slice(facts!.start, facts!.end)).toBe(
      "function f()       {}",
    );
    expect(facts).toMatchObject({ line: 2, column: 0 });
  });
});

test.each([
  ["const x: = 3", 1, 9],
  ["let a;\nlet a;", 2, 4],
  ["a b", 1, 1],
])("%j is a syntax error at %i:%i", (code, line, column) => {
  try {
    compile(code);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(CellSyntaxError);
    expect(error).toMatchObject({ line, column });
  }
});

test("a comment line of a grader, as in Python, is a comment here too", () => {
  expect(body("# This cell was restored\n1")).toBe(
    "//This cell was restored ;$value = [(1)]",
  );
});
