import { afterAll, beforeAll, expect, test } from "vitest";
import { Session } from "./session.ts";

let session: Session;
beforeAll(() => {
  session = new Session({
    "data/names.ts": "export enum Name { First = 'A' }\n",
    "work.ts": `import { parentPort, workerData } from "node:worker_threads";
import { half } from "./half";

interface Task { n: number }
const { n }: Task = workerData ?? { n: 2 };
if (n < 0) fail(n);
parentPort!.on("message", (more: number) => {
  parentPort!.postMessage([half(n), half(more), process.argv[2]]);
  parentPort!.close();
});

function fail(n: number): never {
  throw new RangeError(\`\${n} is too small\`);
}
`,
    "half.ts":
      "import { Name } from './data/names.ts';\nexport const half = (n: number): string => Name.First + n / 2;\n",
    "starts.ts": `import { once } from "node:events";
import { Worker } from "node:worker_threads";
export async function start(n: number) {
  const worker = new Worker(new URL("./work.ts", import.meta.url), { workerData: { n } });
  worker.postMessage(n);
  return (await once(worker, "message"))[0];
}
`,
    "nested.mts":
      'import { parentPort } from "node:worker_threads"; import { start } from "./starts.ts"; parentPort!.postMessage(await start(6));',
  });
});
afterAll(() => session.close());

const answer = "worker.postMessage(8); (await once(worker, 'message'))[0]";

test.each([
  ["a path", '"./work.ts"'],
  ["a URL", 'new URL("./work.ts", import.meta.url)'],
])(
  "a worker runs a TypeScript file that is named by %s, with what it imports",
  async (_, file) => {
    const { outcome, text, stderr } = await session.run(`
    import { Worker } from "node:worker_threads";
    import { once } from "node:events";
    const worker = new Worker(${file}, { workerData: { n: 4 }, argv: ["one"] });
    ${answer}`);
    expect(outcome).toMatchObject({ status: "ok" });
    expect(stderr).toBe("");
    expect(text).toBe("[ 'A2', 'A4', 'one' ]");
  },
);

test("a worker runs what the file is after an edit, and so do files and workers that start one", async () => {
  session.write("half.ts", "export const half = (n: number) => `edited ${n}`;");
  const { outcome, text } = await session.run(`
    import { start } from "./starts.ts";
    const nested = once(new (require("worker_threads").Worker)("./nested.mts"), "message");
    [await start(3), (await nested)[0]]`);
  expect(outcome).toMatchObject({ status: "ok" });
  expect(text?.replace(/\s+/g, " ")).toBe(
    "[ [ 'edited 3', 'edited 3', undefined ], [ 'edited 6', 'edited 6', undefined ] ]",
  );
});

test("an error in a worker's TypeScript names the file and the line", async () => {
  const { outcome } = await session.run(`
    class Small extends Worker {}
    const small = new Small("./work.ts", { workerData: { n: -1 } });
    const [problem] = await once(small, "error");
    const isWorker = small instanceof Worker && small instanceof Small;
    throw isWorker ? problem : new Error("no worker");`);
  expect(outcome).toMatchObject({
    status: "error",
    name: "RangeError",
    message: "-1 is too small",
  });
  const lines = (outcome as { traceback: string[] }).traceback.join("\n");
  expect(lines).toContain("work.ts:13:9");
  expect(lines).not.toContain("?v=");
});

test("other workers are as they are without it", async () => {
  session.write(
    "plain.mjs",
    "import { parentPort } from 'node:worker_threads'; parentPort.postMessage(1)",
  );
  const { text } = await session.run(`
    const answers = await Promise.all([
      once(new Worker("./plain.mjs"), "message"),
      once(new Worker("require('worker_threads').parentPort.postMessage('./a.ts')", { eval: true }), "message"),
      once(new Worker(new URL("data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.postMessage(2)")), "message"),
      once(new Worker("./none.ts"), "error"),
    ]);
    answers.map(([one]) => one.code ?? one)`);
  expect(text).toMatch(/^\[ 1, '.\/a.ts', 2, '\w+' \]$/);
});
