import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Registry } from "../../../support/registry.ts";
import { Session } from "../session.ts";

const registry = new Registry();
const folder = mkdtempSync(join(tmpdir(), "romanesco-packages-"));
let session: Session;
const before = { ...process.env };

beforeAll(async () => {
  const settings = await registry.open([
    {
      manifest: { name: "leaf", version: "1.0.0", main: "index.js" },
      files: { "index.js": "exports.word = 'leaf'" },
    },
    ...["1.4.0", "2.0.0"].map((version) => ({
      manifest: {
        name: "tree",
        version,
        type: "module",
        exports: {
          ".": { types: "./types/index.d.ts", import: "./index.js" },
          "./*": "./parts/*.js",
        },
        dependencies: { leaf: "1" },
        peerDependencies: { soil: "*" },
        scripts: { install: "exit 1" },
      },
      files: {
        "index.js": `import { word } from "leaf";\nimport { grown } from "soil";\nexport const name = (n) => { grown.push(n); return word + n; };\nexport default "tree ${version}";`,
        "types/index.d.ts":
          "export declare const name: (n: number) => string;\ndeclare const all: string;\nexport default all;",
        "parts/bark.js": "export const bark = 'rough';",
        "parts/bark.d.ts": "export declare const bark: string;",
      },
    })),
    {
      manifest: {
        name: "soil",
        version: "3.0.0",
        type: "module",
        main: "index.js",
        types: "index.d.ts",
      },
      files: {
        "index.js": "export const grown = [];",
        "index.d.ts": "export declare const grown: number[];",
      },
    },
  ]);
  Object.assign(process.env, settings);
  // As a home may be a link.
  symlinkSync(folder, `${folder}-link`);
  session = new Session({}, { types: true, packages: `${folder}-link` });
});
afterAll(async () => {
  await session.close();
  registry.close();
  process.env = before;
  rmSync(`${folder}-link`);
  rmSync(folder, { recursive: true, force: true });
});

const errorOf = async (code: string) => {
  const { outcome } = await session.run(code);
  return outcome.status === "error" ? outcome.message : outcome.status;
};

test("installs what a cell imports by npm: when it runs, with its types, and says so", async () => {
  const { outcome, text, displays } = await session.run(
    'import all, { name } from "npm:tree@1";\nconst s: string = name(1);\n[all, s]',
  );
  expect(outcome).toMatchObject({ status: "ok" });
  expect(text).toBe("[ 'tree 1.4.0', 'leaf1' ]");
  const { display } = displays.at(-1)!;
  expect(Object.values(display.data)[0]).toMatch(
    /^Installed tree 1\.4\.0 \(.* s\)\ntree has an install script, which was not run/,
  );
  expect(await errorOf("const n: number = name(1)")).toMatch(/^TS2322/);
});

test("has one copy of what two packages share, and takes parts of a package", async () => {
  const { outcome, text } = await session.run(
    'import { grown } from "npm:soil@3";\nimport { bark } from "npm:tree@1/bark";\nname(7); [grown, bark]',
  );
  expect(outcome).toMatchObject({ status: "ok" });
  expect(text).toBe("[ [ 1, 7 ], 'rough' ]");
});

test("needs no network for what is installed", async () => {
  const asked = registry.asked.length;
  const other = new Session({}, { types: true, packages: folder });
  const { outcome, displays, text } = await other.run(
    'const { name } = await import("npm:tree@1"); name(2)',
  );
  await other.close();
  expect(outcome).toMatchObject({ status: "ok" });
  expect(text).toBe("'leaf2'");
  expect([displays.length, registry.asked.length]).toEqual([0, asked]);
});

test("knows them in workers, in what a cell imports and what a function imports itself", async () => {
  const { outcome, text } = await session.run(
    `import { Pool } from "romanesco";
const inside = async (n: number) => { const { bark } = await import("npm:tree@1/bark"); return name(n) + bark; };
await using pool = new Pool(1); await pool.map(inside, [3])`,
  );
  expect(outcome).toMatchObject({ status: "ok" });
  expect(text).toBe("[ 'leaf3rough' ]");
});

test("says what is wrong with a name, a version, a part, or the network, and what to do", async () => {
  expect(await errorOf('import "npm:teer"')).toMatch(/no package named teer/);
  expect(await errorOf('import "npm:tree@7"')).toMatch(
    /tree has no such version/,
  );
  expect(await errorOf('import "npm:soil@3/none"')).toMatch(/soil has no none/);
  expect(await errorOf('import "npm:"')).toMatch(/write npm:NAME/);
  const { npm_config_registry } = process.env;
  process.env.npm_config_registry = "http://127.0.0.1:9/";
  expect(await errorOf('import "npm:leaf@0"')).toMatch(
    /cannot be reached.*Connect to the network/,
  );
  process.env.npm_config_registry = npm_config_registry;
});

test("offers both ways to a package that is not there, and installs it beside the notebook with %npm", async () => {
  const offer = /%npm install tree .*"npm:tree"/s;
  expect((await session.run('import "tree"')).outcome).toMatchObject({
    traceback: expect.arrayContaining([expect.stringMatching(offer)]),
  });
  expect(await errorOf('%types off\nimport "tree"')).toMatch(offer);
  const { outcome, text } = await session.run(
    '%types error\n%npm install tree@1 soil\nimport all from "tree";\nall satisfies string',
  );
  expect(outcome).toMatchObject({ status: "ok" });
  expect(text).toBe("'tree 1.4.0'");
  expect((await session.run("%npm ls")).stdout).toBe(
    "soil 3.0.0\ntree 1.4.0\n",
  );
  expect(await errorOf("%npm publish")).toMatch(/write %npm install NAME/);
});

test("asks the registry for nothing that stands in a comment, in a text, or is being typed", async () => {
  const asked = registry.asked.length;
  const code = '// import "npm:leaf"\nconst text = \'import "npm:leaf"\'';
  expect(await errorOf(code)).toBe("ok");
  await session.interpreter.complete('import { w } from "npm:leaf"', 10);
  expect(registry.asked).toHaveLength(asked);
});

test("leaves nothing behind of an installation that is stopped", async () => {
  const waits = session.run('import "npm:never-answers"');
  await expect.poll(() => registry.asked).toContain("never-answers");
  await session.interpreter.interrupt();
  expect((await waits).outcome).toMatchObject({ name: "Interrupted" });
  expect(readdirSync(folder).filter((name) => name.startsWith(".new"))).toEqual(
    [],
  );
  expect(existsSync(join(folder, "tree@1.4.0"))).toBe(true);
});

test("installs nothing where homework is marked", async () => {
  const marked = new Session();
  const { outcome } = await marked.run('import "npm:tree@1"');
  await marked.close();
  expect(outcome).toMatchObject({
    message: expect.stringMatching(/is not installed here: while homework/),
  });
});
