import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, symlinkSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  LanguageService,
  type LanguageServiceOptions,
} from "../../../../kernel/interpreter/types/language-service.ts";
import { NotebookFolder } from "./notebook-folder.ts";
import { readHere } from "../reading/read-here.ts";

const services: LanguageService[] = [];
const folders: NotebookFolder[] = [];

afterEach(() => {
  for (const service of services.splice(0)) service.dispose();
  for (const folder of folders.splice(0)) folder.remove();
});

function open(
  files: Record<string, string> = {},
  options: Partial<LanguageServiceOptions> = {},
) {
  const folder = new NotebookFolder(files);
  const service = new LanguageService(
    {
      directory: folder.path,
      libTypes: `${folder.path}/none.d.ts`,
      timeoutMs: 20_000,
      ...options,
    },
    readHere(),
  );
  folders.push(folder);
  services.push(service);
  service.start();
  const codes = async (code: string) => {
    const found = await service.check({ id: 99, code });
    if ("unavailable" in found)
      return found.cellAlone ? "unanswered" : "unavailable";
    return found.map((one) => one.code);
  };
  return { folder, service, codes };
}

test("the project of a folder above is not loaded", async () => {
  const folder = new NotebookFolder({
    "tsconfig.json": '{ "files": ["endless.ts"] }',
    "notebooks/a.ts": "export const a = 1;",
  });
  // Whoever reads this file waits for ever.
  execFileSync("mkfifo", [`${folder.path}/endless.ts`]);
  folders.push(folder);
  const { codes, service } = open(
    {},
    { directory: `${folder.path}/notebooks` },
  );
  expect(await codes("import { a } from './a'; a.length")).toEqual(["TS2339"]);
  await service.commit({ id: 1, code: "const list = [1].map(String);" });
  expect(await codes("list.size")).toEqual(["TS2339"]);
});

describe("a tsconfig.json beside the notebook", () => {
  test("that cannot be read leaves cells unchecked, with the reason, until it can", async () => {
    const { folder, service, codes } = open();
    const path = `${folder.path}/tsconfig.json`;
    symlinkSync(path, path);
    expect(await service.check({ id: 1, code: "1" })).toEqual({
      unavailable: "tsconfig.json cannot be read (ELOOP)",
    });
    rmSync(path);
    execFileSync("mkfifo", [path]);
    expect(await service.check({ id: 2, code: "1" })).toEqual({
      unavailable: "tsconfig.json cannot be read (it is no file)",
    });
    rmSync(path);
    expect(await codes("1..x")).toEqual(["TS2339"]);
  });

  test("that is a pipe when the notebook is opened is not waited for", async () => {
    const folder = new NotebookFolder({ "a.ts": "export const a = 1;" });
    const path = `${folder.path}/tsconfig.json`;
    execFileSync("mkfifo", [path]);
    folders.push(folder);
    const { codes, service } = open({}, { directory: folder.path });
    const { matches } = await service.complete("1..toFi", 7);
    expect(matches.map(({ text }) => text)).toEqual(["toFixed"]);
    rmSync(path);
    expect(await codes("1..x")).toEqual(["TS2339"]);
  });

  test("sets how strict cells are", async () => {
    const { codes } = open({
      "tsconfig.json": `{ // with a comment
        "compilerOptions": { "strict": false, "noImplicitReturns": true } }`,
    });
    expect(await codes("function f(a) { if (a) return 1 }")).toEqual([
      "TS7030",
    ]);
  });

  test("may extend another one and add libraries", async () => {
    const { codes } = open({
      "base.json": '{ "compilerOptions": { "lib": ["esnext", "dom"] } }',
      "tsconfig.json": '{ "extends": "./base.json" }',
    });
    expect(await codes("document.title.trim()")).toEqual([]);
  });

  test("leaves cells modules with await, whatever module format it names", async () => {
    const { codes } = open({
      "tsconfig.json": `{ "compilerOptions": { "module": "commonjs",
        "target": "es2015", "verbatimModuleSyntax": true, "noUnusedLocals": true,
        "composite": true }, "include": ["src"] }`,
    });
    expect(await codes("const a = await 1;")).toEqual([]);
  });

  test("that rewrites imports when it builds lets cells import by an absolute path", async () => {
    const { folder, codes } = open({
      "near.ts": "export const near = 1;",
      "tsconfig.json":
        '{ "compilerOptions": { "rewriteRelativeImportExtensions": true } }',
    });
    const path = JSON.stringify(`${folder.path}/near.ts`);
    expect(await codes(`import { near } from ${path}; near + 1;`)).toEqual([]);
  });

  test("does not take Node's own types away", async () => {
    const { codes } = open({
      "tsconfig.json": '{ "compilerOptions": { "types": [] } }',
    });
    expect(await codes("process.pid.toFixed(); require('fs')")).toEqual([]);
  });

  test("counts from when it is written, changed and deleted", async () => {
    const { folder, codes } = open();
    const code = "function f(a) {}";
    expect(await codes(code)).toEqual(["TS7006"]);
    folder.write("tsconfig.json", '{ "compilerOptions": { "strict": false } }');
    expect(await codes(code)).toEqual([]);
    folder.write("tsconfig.json", '{ "compilerOptions": { "strict":  true } }');
    expect(await codes(code)).toEqual(["TS7006"]);
    folder.write("tsconfig.json", '{ "compilerOptions": { "strict": false} }');
    expect(await codes(code)).toEqual([]);
    folder.remove("tsconfig.json");
    expect(await codes(code)).toEqual(["TS7006"]);
  });
});

describe("files beside the notebook", () => {
  test("are read again after an edit, also those that they import", async () => {
    const { folder, codes } = open({
      "a.ts": 'export { value } from "./b.ts";',
      "b.ts": "export const value = 1;",
    });
    const code = 'import { value } from "./a.ts"; value.trim();';
    expect(await codes(code)).toEqual(["TS2339"]);
    folder.write("b.ts", 'export const value = "a text";');
    expect(await codes(code)).toEqual([]);
  });

  test("are found when they are written after the import failed", async () => {
    const { folder, codes } = open();
    const code = 'import { late } from "./late"; late.trim();';
    expect(await codes(code)).toEqual(["TS2307"]);
    folder.write("late.ts", 'export const late = "here";');
    expect(await codes(code)).toEqual([]);
  });

  test("keep the types of variables made from them", async () => {
    const { folder, service, codes } = open({
      "a.ts": "export interface A { n: number } export const a: A = { n: 1 };",
    });
    await service.commit({
      id: 1,
      code: 'import { a } from "./a.ts"; const copy = [a];',
    });
    expect(await codes("copy[0]!.n.toFixed(); copy[0]!.m")).toEqual(["TS2339"]);
    folder.write("a.ts", "export interface A { m: number }");
    expect(await codes("copy[0]!.n.toFixed(); copy[0]!.m")).toEqual(["TS2339"]);
  });

  test.each([
    [
      "an absolute path",
      (path: string) => `import { v } from "${path}/m.ts"; v.trim();`,
    ],
    ["import()", () => 'const { v } = await import("./m.ts"); v.trim();'],
    ["import = require", () => 'import m = require("./m.ts"); m.v.trim();'],
  ])(
    "are read again after an edit when imported by %s",
    async (_title, code) => {
      const { folder, codes } = open({
        "m.ts": "export const v = 1;",
      });
      expect(await codes(code(folder.path))).toEqual(["TS2339"]);
      folder.write("m.ts", 'export const v = "a text";');
      expect(await codes(code(folder.path))).toEqual([]);
    },
  );

  test.each(["plain.js", "plain.mjs", "common.cjs"])(
    "of JavaScript, such as %s, leave the cell checked",
    async (name) => {
      const { codes } = open({ [name]: "exports.a = 1;" });
      const code = `import "./${name}"; const n: number = "text";`;
      expect(await codes(code)).toEqual(["TS2322"]);
    },
  );

  test("a package installed after a cell with its import was edited is found", async () => {
    const { folder, codes } = open();
    const code = 'import { n } from "late-package"; n.toFixed();';
    expect(await codes(code)).toEqual(["TS2307"]);
    expect(await codes(`${code} n.toFixed(2);`)).toEqual(["TS2307"]);
    const where = "node_modules/late-package";
    folder.write(
      `${where}/package.json`,
      '{ "type": "module", "exports": { ".": { "types": "./index.d.ts" } } }',
    );
    folder.write(`${where}/index.d.ts`, "export declare const n: number;");
    expect(await codes(`${code} n.toFixed(2);`)).toEqual([]);
  });

  test("a package installed after the import failed is found", async () => {
    const { folder, codes } = open();
    const code = 'import { n } from "late-package"; n.toFixed();';
    expect(await codes(code)).toEqual(["TS2307"]);
    const where = "node_modules/late-package";
    folder.write(`${where}/package.json`, '{ "types": "index.d.ts" }');
    folder.write(`${where}/index.d.ts`, "export declare const n: number;");
    expect(await codes(code)).toEqual([]);
  });
});

describe("a type checker that fails", () => {
  test("because it is missing leaves cells unchecked and the reason in the log", async () => {
    const lines: string[] = [];
    const { service, codes } = open(
      {},
      { executable: "/nowhere/tsc", log: (line) => lines.push(line) },
    );
    expect(await codes("nobody")).toBe("unavailable");
    expect(await service.complete("Math.", 5)).toEqual({
      start: 5,
      end: 5,
      matches: [],
    });
    await service.commit({ id: 1, code: "const a = [1];" });
    expect(lines.join("\n")).toMatch(/ENOENT/);
  });

  test("because it died is replaced by one that knows the cells", async () => {
    const { service, codes } = open();
    await service.commit({ id: 1, code: "const rows = [1].map(String);" });
    const dead = service.pid;
    process.kill(dead!, "SIGKILL");
    await vi.waitFor(
      async () =>
        expect(await codes("rows[0]!.trim(); rows.none")).toEqual(["TS2339"]),
      { timeout: 150_000 },
    );
    expect(service.pid).not.toBe(dead);
    await service.commit({ id: 2, code: "const more = rows.map(Number);" });
    expect(await codes("more[0]!.trim()")).toEqual(["TS2339"]);
  });

  test("in the middle of a question leaves the cell's types unknown, and no error behind", async () => {
    const { service, codes } = open();
    await codes("1");
    const taken = service.commit({
      id: 1,
      code: "const rows = [1].map(String);",
    });
    process.kill(service.pid!, "SIGKILL");
    await taken;
    await vi.waitFor(
      async () => expect(await codes("rows.nope; 1 .no")).toEqual(["TS2339"]),
      { timeout: 150_000 },
    );
  });

  test("because it hangs holds a cell up no longer than the limit", async () => {
    const tools = new NotebookFolder();
    folders.push(tools);
    tools.write("tsc", "#!/bin/sh\nexec cat > /dev/null\n");
    chmodSync(`${tools.path}/tsc`, 0o755);
    const executable = `${tools.path}/tsc`;
    const brief = open({}, { executable, timeoutMs: 100 });
    const patient = open({}, { executable, timeoutMs: 60_000 });
    const first = await Promise.race([
      brief.codes("nobody"),
      patient.codes("nobody").then(() => "waited for the server"),
    ]);
    expect(first).toBe("unavailable");
  });

  test.each([
    ["nested 300 deep", `const deep = ${"[".repeat(300)}${"]".repeat(300)};`],
    ["nested 1,000 deep", `void ${"[".repeat(1000)}${"]".repeat(1000)};`],
  ])(
    "over a cell %s checks the next one all the same, with the cells before",
    async (_what, code) => {
      const { service, codes } = open({}, { timeoutMs: 5000 });
      await service.commit({ id: 1, code: "const rows = [1].map(String);" });
      expect(await codes("1")).toEqual([]);
      const found = await codes(code);
      await service.commit({ id: 3, code });
      // Where the machine is quick, or the text no cell, there is an answer.
      if (found !== "unanswered") return expect(found).toBeInstanceOf(Array);
      for (let round = 0; round < 4; round++)
        expect(await codes("const s: number = 'x'; rows.none")).toEqual([
          "TS2322",
          "TS2339",
        ]);
      const { matches } = await service.complete("rows.", 5);
      expect(matches.map(({ text }) => text)).toContain("length");
    },
  );

  test("leaves no process behind when it is disposed", async () => {
    const { service, codes } = open();
    expect(await codes("1")).toEqual([]);
    const { pid } = service;
    service.dispose();
    await vi.waitFor(() =>
      expect(() => process.kill(pid!, 0)).toThrow("ESRCH"),
    );
    expect(await codes("1")).toBe("unavailable");
  });
});

describe("completions", () => {
  test("asked 10,000 times at once are answered or given up, and the next cell is checked", async () => {
    const { service, codes } = open();
    await codes("1");
    const asked = Array.from({ length: 10_000 }, () =>
      service.complete("Math.", 5),
    );
    expect(await codes("const s: number = 'x'")).toEqual(["TS2322"]);
    const answers = await Promise.all(asked);
    // The person sees the last one.
    expect(answers.at(-1)!.matches.length).toBeGreaterThan(0);
    expect(answers[0]!.matches).toEqual([]);
  });

  test("of a chain of 100,000 members end", async () => {
    const { service, codes } = open();
    const chain = `a${".b".repeat(100_000)}.`;
    await service.complete(chain, chain.length);
    expect(await codes("const s: number = 'x'")).toEqual(["TS2322"]);
  });
});

describe("the cells that ran", () => {
  test("give only the names that took effect", async () => {
    const { service, codes } = open();
    await service.commit({ id: 1, code: "const a = 1, b = 2; type T = 1" }, [
      "b",
    ]);
    expect(await codes("a.toFixed(); const t: T = 1;")).toEqual([]);
    expect(await codes("b")).toEqual(["TS2304"]);
  });

  test("keep an older value where the newer declaration failed", async () => {
    const { service, codes } = open();
    await service.commit({ id: 1, code: "const a = 1;" });
    await service.commit({ id: 2, code: "const b = 1; const a = 'x';" }, ["a"]);
    expect(await codes("a.toFixed()")).toEqual([]);
  });

  test("are forgotten on reset", async () => {
    const { service, codes } = open();
    await service.commit({ id: 1, code: "const a = 1;" });
    await service.reset();
    expect(await codes("a")).toEqual(["TS2304"]);
  });

  test("are seen by a check that was asked for before the commit was done", async () => {
    const { service, codes } = open();
    void service.commit({ id: 1, code: "const a = [1].map(String);" });
    expect(await codes("a[0]!.trim(); a.none")).toEqual(["TS2339"]);
  });

  test("may be many", async () => {
    const { service, codes } = open();
    for (let id = 1; id <= 60; id++)
      await service.commit({
        id,
        code: `const v${id} = [${id}].map((n) => ({ n, before: ${id > 1 ? `v${id - 1}[0]!.n` : 0} }));`,
      });
    expect(await codes("v1[0]!.n.toFixed(); v60[0]!.before.trim()")).toEqual([
      "TS2339",
    ]);
  });
});
