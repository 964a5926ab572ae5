import { afterAll, beforeAll, expect, test } from "vitest";
import { Session } from "./session.ts";

let session: Session;
beforeAll(() => void (session = new Session()));
afterAll(() => session.close());

const imports = `
  import { Readable } from "node:stream";
  import { pipeline, finished } from "node:stream/promises";
  import { Writable } from "node:stream";
  const source = (text: string) => Readable.from([text]);
`;

test.each([
  ["a pipeline into it", 'await pipeline(source("a"), process.stdout)', "a"],
  [
    "a pipe into it",
    'source("a").pipe(process.stdout); await new Promise((done) => setTimeout(done, 20))',
    "a",
  ],
  ["end", 'process.stdout.end("a")', "a"],
  [
    "end with a callback",
    'await new Promise<void>((done) => process.stdout.end("a", done))',
    "a",
  ],
  [
    "end with an encoding",
    'await new Promise<void>((done) => process.stdout.end("YQ==", "base64", done))',
    "a",
  ],
  [
    "end without text",
    "await new Promise<void>((done) => process.stdout.end(done))",
    "",
  ],
  ["destroy", "process.stdout.destroy(new Error('gone'))", ""],
  [
    "a pipeline whose source fails",
    'await pipeline(async function* () { yield "a"; throw new Error("no") }, process.stdout).catch(() => {})',
    "a",
  ],
  [
    "a web stream that closes",
    'const writer = Writable.toWeb(process.stdout).getWriter(); await writer.write("a"); await writer.close()',
    "a",
  ],
  [
    "a wait for its end",
    "const end = finished(process.stdout, { readable: false }); process.stdout.end(); await end",
    "",
  ],
])("the notebook's stdout goes on after %s", async (_title, code, text) => {
  const { outcome, stdout } = await session.run(
    `${imports}${code}; process.stdout.write("+")`,
  );
  expect(outcome).toEqual({ status: "ok", result: expect.anything() });
  expect([...stdout].sort().join("")).toBe(`+${text}`);
  const next = await session.run(
    'process.stdout.write("out"); process.stderr.write("err"); process.stdout.writable',
  );
  expect(next).toMatchObject({ stdout: "out", stderr: "err", text: "true" });
});

test("nothing warns of what is piped to it many times", async () => {
  const { stdout, stderr } = await session.run(`${imports}
    for (let times = 0; times < 20; times++) await pipeline(source("."), process.stdout);`);
  expect(stdout).toBe(".".repeat(20));
  expect(stderr).toBe("");
});

test.each([
  ["writeSync", 'fs.writeSync(1, "b\\n")'],
  ["writeSync of bytes", 'fs.writeSync(1, Buffer.from("ab\\nc"), 1, 2)'],
  [
    "writeSync of bytes with options",
    'fs.writeSync(1, Buffer.from("ab\\nc"), { offset: 1, length: 2 })',
  ],
  ["writeSync with an encoding", 'fs.writeSync(1, "Ygo=", null, "base64")'],
  ["write", 'fs.write(1, "b\\n", () => {})'],
  ["write, promisified", 'await promisify(fs.write)(1, "b\\n")'],
  ["writev", 'fs.writevSync(1, [Buffer.from("b"), Buffer.from("\\n")])'],
  ["writeFileSync", 'fs.writeFileSync(1, "b\\n")'],
  ["writeFileSync to /dev/stdout", 'fs.writeFileSync("/dev/stdout", "b\\n")'],
  ["appendFileSync", 'fs.appendFileSync(1, "b\\n")'],
  [
    "a named import",
    'const { writeSync } = await import("node:fs"); writeSync(1, "b\\n")',
  ],
])(
  "text of fs keeps its place among the console's: %s",
  async (_title, code) => {
    const { outcome, stdout } = await session.run(
      `import fs from "node:fs"; import { promisify } from "node:util";
     console.log("a"); ${code}; console.log("c"); undefined`,
    );
    expect(outcome).toMatchObject({ status: "ok" });
    expect(stdout).toBe("a\nb\nc\n");
  },
);

test("fs says how much it wrote to stdout and stderr, and complains as it does elsewhere", async () => {
  const { text, stderr } = await session.run(
    `const written = [fs.writeSync(2, "é"), await promisify(fs.write)(2, "b")];
     let told; try { fs.writeSync(1, 5 as never) } catch (error) { told = error.code }
     [written, told]`,
  );
  expect(text).toBe(
    "[ [ 2, { bytesWritten: 1, buffer: 'b' } ], 'ERR_INVALID_ARG_TYPE' ]",
  );
  expect(stderr).toBe("éb");
});
