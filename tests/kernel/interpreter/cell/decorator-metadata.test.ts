import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import ts from "typescript-classic";
import { afterAll, describe, expect, test } from "vitest";
import { lower } from "../../../../kernel/interpreter/cell/lower.ts";

/** Bodies of classes whose decorators ask for types, one kind of place a row. */
const classes = {
  "keywords of properties": `
    @d a: string; @d b: number; @d c: boolean; @d e: bigint; @d f: symbol; @d g: any; @d h: unknown; @d i: object;
    @d j: void; @d k: null; @d l: undefined; @d m: never; @d n = 1; @d o?: string; @d p!: number; @d static q: number`,
  "literals and templates": `
    @d a: "x"; @d b: 1; @d c: -1; @d e: true; @d f: 1n; @d g: -1n; @d h: \`a\${string}\`; @d i: unique symbol`,
  "composed types": `
    @d a: string[]; @d b: [number]; @d c: () => void; @d e: new () => A; @d f: { x: 1 }; @d g: keyof A;
    @d h: readonly string[]; @d i: A["x"]; @d j: typeof d; @d k: this; @d l: (string); @d m: { [K in "a"]: 1 };
    @d n: Array<number>; @d p: import("x").Y`,
  "unions, intersections, conditions": `
    @d a: string | number; @d b: "x" | "y"; @d c: string | null; @d e: string | undefined; @d f: 1 | 2; @d g: A | B;
    @d h: A | null; @d i: string & { x: 1 }; @d j: unknown & string; @d k: never | string; @d l: string | unknown;
    @d m: T extends 1 ? string : string; @d n: T extends 1 ? string : number; @d o: null | undefined; @d p: A & A;
    @d q: true | false; @d r: any | string`,
  names: `
    @d a: A; @d b: Date; @d c: Promise<A>; @d e: Map<string, A>; @d f: I; @d g: Alias; @d h: Deep; @d i: Color;
    @d j: Word; @d k: Mixed; @d l: Space.C; @d m: Space.Sub.E; @d n: Nowhere; @d o: T; @d p: Space.None; @d q: Uint8Array;
    @d r: Partial<A>; @d s: Loop; @d t: RegExp; @d u: Record<string, A>`,
  methods: `
    @d a() {} @d async b() {} @d c(x: string, y = 1, z: number = 2, ...rest: A[]): B { return new B() }
    @d e(this: A, x?: Date): x is Date { return true } @d f(x: unknown): asserts x {} @d static g(x: A | null) {}
    @d async h(): Promise<A> { return new A() } @d i(...rest: Array<string>): this { return this }
    @d static ["j"](x: string) {} @d 5(x: string) {} @d k({ x }: A, [y]: number[]) {} @d *l(): Generator<A> {} @d m() { return 1 }`,
  accessors: `
    @d get a(): number { return 1 } @d set b(x: string) {}
    @d get c(): Date { return new Date() } set c(x: string | Date) {}
    @d static get e() { return 1 }`,
  parameters: `
    a(@d x: string, y: number) {} @d b(@d x: A, @d @d y: B): void {} c(x: A, y: B) {} static e(@d x: A) {}`,
  "constructor without decorators": `constructor(x: A) {}`,
  "constructor with decorators of parameters": `
    constructor(@d private readonly x: A, @d public y: B = new B(), z?: string) {} other(x: A) {}`,
  "members without decorators": `a: string; b(x: A) {}`,
};
const around = `
  class A { x = 1 } class B {} interface I { x: 1 } type Alias = string; type Deep = Alias | "x";
  type Loop = { next: Loop }; enum Color { red, green = 4 } enum Word { a = "a", b = "b" } enum Mixed { a = "a", b = 1 }
  namespace Space { export class C {} export namespace Sub { export class E {} } }`;

const folders = [true, false].map((strict) => ({
  strict,
  directory: mkdtempSync(join(tmpdir(), "metadata-")),
}));
for (const { strict, directory } of folders)
  writeFileSync(
    join(directory, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        ...{ experimentalDecorators: true, emitDecoratorMetadata: true },
        strict,
      },
    }),
  );
afterAll(() => {
  for (const { directory } of folders) rmSync(directory, { recursive: true });
});

describe.each(folders)(
  "types that decorators find, strict: $strict",
  ({ strict, directory }) => {
    test.each(Object.entries(classes))(
      "%s are those of TypeScript's compiler",
      (_, body) => {
        const source = `${around}\n@d\nclass Seen<T> {${body}}`;
        const plain = `${around}\nclass Seen<T> {${body}}`;
        for (const each of [source, plain]) {
          const ours = run(lower(each, "ts", { directory }).code);
          expect(ours).toEqual(run(byTypescript(each, strict)));
        }
      },
    );
  },
);

test("a line keeps its number, and an error its place", () => {
  const { directory } = folders[0]!;
  const source = "class C {\n  @d a: string; @d b = oops;\n}";
  const { map } = lower(source, "ts", { directory });
  expect(JSON.parse(map)).toMatchObject({
    sources: ["cell.ts"],
    sourcesContent: [source],
  });
});

test("without reflect-metadata the decorators run all the same", () => {
  const { directory } = folders[0]!;
  const source =
    "@d class C { @d m(@d x: string) {} constructor(@d y: number) {} }";
  const seen: unknown[] = [];
  runInContext(
    lower(source, "ts", { directory }).code,
    createContext({ d: (...to: unknown[]) => void seen.push(to.length) }),
  );
  expect(seen).toEqual([3, 3, 3, 1]);
});

function byTypescript(source: string, strict: boolean): string {
  return ts.transpileModule(source, {
    compilerOptions: {
      ...{ experimentalDecorators: true, emitDecoratorMetadata: true },
      ...{ target: ts.ScriptTarget.ES2022, strict },
    },
  }).outputText;
}

/** What `Reflect.metadata` is told, and in which order with the decorators. */
function run(code: string): string[] {
  const told: string[] = [];
  const name = (value: unknown): string =>
    Array.isArray(value)
      ? `[${value.map(name).join(", ")}]`
      : String((value as { name?: string })?.name ?? value);
  const note =
    (what: string) =>
    (target: object, key?: PropertyKey, more?: unknown): void => {
      const index = typeof more === "number" ? ` (${more})` : "";
      const owner = typeof target === "function" ? "static " : "";
      told.push(`${owner}${String(key)}${index}: ${what}`);
    };
  const context = createContext({ d: note("decorator") });
  context["metadata"] = (key: string, value: unknown) =>
    note(`${key} ${name(value)}`);
  runInContext(`Reflect.metadata = metadata;\n${code}`, context);
  return told;
}
