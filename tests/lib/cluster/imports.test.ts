import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cluster } from "../../../lib/index.ts";
import { Registry } from "../../support/registry.ts";
import { admin, startCluster, type TestCluster } from "../support/cluster.ts";
import { library } from "../support/library.ts";

// Home and host are on one machine here, so the folder that functions come from is away while they are asked for.
const home = mkdtempSync(join(tmpdir(), "romanesco-home-"));
const away = `${home}-away`;
const registry = new Registry();
const before = { ...process.env };
let running: TestCluster;
let cluster: Cluster;
let square: (x: number) => Promise<string>;

const leaf = {
  manifest: { name: "leaf", version: "2.1.0", main: "index.js" },
  files: { "index.js": "exports.word = 'leaf';" },
};

function write(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

beforeAll(async () => {
  Object.assign(process.env, await registry.open([leaf]));
  write("node_modules/leaf/package.json", JSON.stringify(leaf.manifest));
  write("node_modules/leaf/index.js", leaf.files["index.js"]);
  write("package.json", '{ "type": "module" }');
  write("lib/near.js", 'export { word } from "leaf";\n');
  write(
    "work.js",
    `import { word } from "./lib/near.js";
     export async function squareOf(x) {
       if (x < 0) throw new RangeError("no square");
       return word + x * x;
     }`,
  );
  const load = vm.runInThisContext("(url) => import(url)", {
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (url: string) => Promise<{ squareOf: typeof square }>;
  ({ squareOf: square } = await load(
    pathToFileURL(join(home, "work.js")).href,
  ));
  running = await startCluster({ hosts: 0, workers: 1 });
  cluster = await running.connect();
});

afterAll(async () => {
  await cluster.close();
  await running.end();
  registry.close();
  process.env = before;
  for (const each of [home, away])
    rmSync(each, { recursive: true, force: true });
});

/** Has a worker of this kind run the function where home's folder is not. */
async function runOn(worker: string[], numbers: number[]) {
  const pool = new library.Pool({ on: cluster });
  const results = numbers.map((x) => pool.apply(square, [x]));
  const all = Promise.allSettled(results);
  const sent = `${numbers.length} task`;
  const says = () => admin.describeCluster(running.credentials);
  for (let text = ""; !text.includes(sent);) text = await says();
  renameSync(home, away);
  const workerCommand = [...running.options.workerCommand, ...worker];
  const daemon = await admin.startWorker(
    { ...running.options, workerCommand },
    ...([running.url, 1] as const),
  );
  try {
    return await all;
  } finally {
    pool.terminate();
    renameSync(away, home);
    await admin.endDaemon(daemon);
  }
}

test("says which package a host lacks, in which version, and what to do", async () => {
  const [failed] = await runOn([], [3]);
  expect(failed).toMatchObject({
    status: "rejected",
    reason: expect.any(library.TransferError),
  });
  expect((failed as PromiseRejectedResult).reason.message).toBe(
    'host-1 lacks leaf 2.1.0, which squareOf() imports. There, run "npm install leaf@2.1.0" in the folder where its worker was ' +
      "started, or start that worker with --install",
  );
});

test("installs a package that a host lacks if its worker may, brings local files, and names them in errors as home does", async () => {
  const [done, failed] = await runOn(["--install"], [3, -1]);
  expect(done).toMatchObject({ status: "fulfilled", value: "leaf9" });
  const { stack } = (failed as PromiseRejectedResult).reason as Error;
  expect(stack).toMatch(/RangeError: no square\n\s+at squareOf/);
  expect(stack).toContain(join(home, "work.js"));
  expect(stack).not.toContain("romanesco-worker-");
});
