import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { kernelIs } from "../e2e/notebook-page.ts";
import { Browser } from "../labextension/browser.ts";
import { Environment, installGlobally } from "./machine.ts";

const sources = [
  "const name: string = 'world';\nconst n = 3;",
  "`hello ${name} ${n}`",
  `import { figure, Pool } from "romanesco";
function square(n: number): number { return n * n; }
await using pool = new Pool(2);
await pool.map(square, [n, 4])`,
  `figure([{ type: "bar", x: ["a", "b"], y: [1, 2] }], { title: { text: "Bars" } })`,
];

interface Cell {
  source: string | string[];
  outputs: { data?: Record<string, unknown>; ename?: string }[];
}

let romanesco: string;
let tools: Environment;

beforeAll(() => {
  romanesco = installGlobally();
  const packages = ["papermill", "jupytext", "jupyter-console", "pexpect"];
  tools = Environment.make(
    "tools",
    [...packages, "nbclient", "nbconvert"],
    romanesco,
  );
  writeNotebook(tools);
});
afterAll(() => {
  tools.end();
  rmSync(dirname(romanesco), { recursive: true });
});

function writeNotebook({ home }: Environment): void {
  const cells = sources.map((source, index) => ({
    id: `cell-${index}`,
    cell_type: "code",
    execution_count: null,
    metadata: index === 0 ? { tags: ["parameters"] } : {},
    outputs: [],
    source,
  }));
  const kernelspec = {
    name: "romanesco",
    display_name: "TypeScript (Romanesco)",
    language: "typescript",
  };
  const notebook = { nbformat: 4, nbformat_minor: 5 };
  writeFileSync(
    join(home, "nb.ipynb"),
    JSON.stringify({ ...notebook, metadata: { kernelspec }, cells }),
  );
}

const readCells = (file: string) =>
  (
    JSON.parse(readFileSync(join(tools.home, file), "utf8")) as {
      cells: Cell[];
    }
  ).cells;
/** Text of each cell's first output; in a file it may be a list of lines. */
const texts = (file: string) =>
  readCells(file).map(({ outputs }) =>
    [outputs[0]?.data?.["text/plain"] ?? []].flat().join(""),
  );

test.each([
  ["jupyterlab-4.2", ["jupyterlab==4.2.7"], "jupyter-lab", "lab/tree"],
  ["jupyterlab-4.6", ["jupyterlab==4.6.6"], "jupyter-lab", "lab/tree"],
  ["notebook-7", ["notebook==7.6.5"], "jupyter-notebook", "notebooks"],
])("%s runs cells and draws figures", async (name, packages, program, path) => {
  const environment = Environment.make(name, packages, romanesco);
  onTestFinished(() => environment.end());
  writeNotebook(environment);
  const url = await serve(environment, program);
  const browser = await Browser.launch();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const picture = `.cache/nightly/pictures/${name}.png`;
  await page.goto(`${url}/${path}/nb.ipynb`);
  const cells = page.locator(".jp-Notebook .jp-CodeCell");
  await cells.last().waitFor();
  await kernelIs(page, "idle");
  await cells.first().click();
  await page.keyboard.press("Escape");
  for (const _ of sources) await page.keyboard.press("Shift+Enter");
  await page
    .locator(".jp-RenderedPlotly .barlayer .point")
    .nth(1)
    .waitFor()
    .finally(() => page.screenshot({ path: picture }));
  const said = await page.locator(".jp-OutputArea-output").allInnerTexts();
  expect(said.join("\n")).toContain("'hello world 3'");
  expect(said.join("\n")).toContain("[ 9, 16 ]");
});

async function serve(
  environment: Environment,
  program: string,
): Promise<string> {
  const child = spawn(
    program,
    [
      ...["--no-browser", "--allow-root", "--IdentityProvider.token="],
      ...["--ServerApp.password=", "--ServerApp.port=0"],
      `--ServerApp.root_dir=${environment.home}`,
      "--LabApp.expose_app_in_browser=True",
      "--JupyterNotebookApp.expose_app_in_browser=True",
    ],
    { env: environment.variables, stdio: ["ignore", "ignore", "pipe"] },
  );
  onTestFinished(async () => {
    if (child.exitCode === null && child.kill("SIGTERM"))
      await once(child, "exit");
  });
  const log: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    log.push(line);
    const [, port] =
      /http:\/\/(?:127\.0\.0\.1|localhost):(\d+)/.exec(line) ?? [];
    if (port) {
      child.stderr.resume();
      return `http://127.0.0.1:${port}`;
    }
  }
  throw new Error(`${program} did not start:\n${log.join("\n")}`);
}

test("nbclient runs the notebook, nbconvert exports it with its pictures", () => {
  tools.run("jupyter", "execute", "--output=out.ipynb", "nb.ipynb");
  expect(texts("out.ipynb").slice(1, 3)).toEqual([
    "'hello world 3'",
    "[ 9, 16 ]",
  ]);
  for (const format of ["html", "markdown", "slides", "script"])
    tools.run("jupyter", "nbconvert", "--to", format, "out.ipynb");
  const read = (file: string) => readFileSync(join(tools.home, file), "utf8");
  expect(read("out.html")).toContain("data:image/png;base64");
  expect(read("out.md")).toMatch(/```typescript|!\[png\]/);
  expect(read("out.ts")).toContain("await pool.map(square, [n, 4])");
});

test("papermill sets parameters of each type", () => {
  const out = tools.run(
    ...(["romanesco", "papermill", "nb.ipynb", "pm.ipynb"] as const),
    ...["-p", "n", "5", "-p", "name", `a "quoted" name`],
    ...["-y", "{list: [1, 2.5, true], record: {key: text}}"],
  );
  expect(out).toBe("");
  const known = tools.run(
    "romanesco",
    "papermill",
    "nb.ipynb",
    "--help-notebook",
  );
  expect(known).toContain("name: string (default 'world')");
  const cell = readCells("pm.ipynb")[1]!;
  expect([cell.source].flat().join("")).toContain("let list = [1, 2.5, true];");
  expect(texts("pm.ipynb")).toContain(`'hello a "quoted" name 5'`);
});

test("jupytext takes a notebook to .ts and back, and runs the file", () => {
  const { home } = tools;
  tools.run("jupytext", "--to", "ts", "nb.ipynb", "-o", "text.ts");
  expect(readFileSync(join(home, "text.ts"), "utf8")).toContain(
    `// %% tags=["parameters"]\nconst name`,
  );
  tools.run("jupytext", "--to", "ipynb", "text.ts", "-o", "back.ipynb");
  tools.run("jupytext", "--to", "ts", "back.ipynb", "-o", "again.ts");
  expect(readFileSync(join(home, "again.ts"))).toEqual(
    readFileSync(join(home, "text.ts")),
  );
  tools.run(
    "jupytext",
    "--to",
    "ipynb",
    "--execute",
    "text.ts",
    "-o",
    "ran.ipynb",
  );
  expect(texts("ran.ipynb")[1]).toBe("'hello world 3'");
});

test("jupyter console answers, completes several lines and is interrupted", () => {
  const script = resolve("tests/nightly/console.py");
  expect(tools.run("python", script)).toContain("the console works");
});

test("two users share a server's environment that root installed into", () => {
  const hub = Environment.make(
    mkdtempSync("/var/tmp/romanesco-hub-"),
    ["jupyter-client"],
    romanesco,
    "/usr/bin/python3",
  );
  onTestFinished(() => {
    hub.end();
    rmSync(hub.prefix, { recursive: true });
  });
  chmodSync(hub.prefix, 0o755);
  const said = hub.run("romanesco", "install", "--sys-prefix", "--copy");
  expect(said).toContain("a copy of romanesco");
  const runs = [23451, 23452].map((user) => {
    const home = join(hub.prefix, `home-${user}`);
    mkdirSync(home);
    chownSync(home, user, user);
    const cell = `require("node:fs").writeFileSync("mine", "");\n[process.getuid!(), process.cwd()]\n`;
    return hub.runWith(
      { cwd: home, env: { PATH: "/usr/bin:/bin", HOME: home }, input: cell },
      ...(["setpriv", `--reuid=${user}`, `--regid=${user}`] as const),
      ...["--clear-groups", join(hub.prefix, "bin", "jupyter")],
      ...["run", "--kernel=romanesco"],
    );
  });
  expect(runs[0]).toMatch(/23451.*home-23451/s);
  expect(runs[1]).toMatch(/23452.*home-23452/s);
});
