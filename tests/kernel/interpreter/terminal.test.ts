import { afterAll, describe, expect, test } from "vitest";
import { LineScreen } from "../../../kernel/interpreter/runtime/terminal.ts";
import { Session } from "./session.ts";

describe("what a terminal does with a line", () => {
  test.each([
    ["plain text as it is", ["a\nb"], "a\nb"],
    ["colours as they are", ["\x1b[31mred\x1b[0m"], "\x1b[31mred\x1b[0m"],
    ["the first column as a return", ["50 %\x1b[1G60 %"], "50 %\r60 %"],
    [
      "a coloured line that is erased from its start",
      ["\x1b[31mred\x1b[0m\x1b[1G\x1b[0Kx"],
      "\x1b[31mred\x1b[0m\r   \rx",
    ],
    ["an erased line as spaces", ["long\x1b[2K\x1b[1Gx"], "long\r    \r\rx"],
    ["an erased rest as spaces", ["long\rx\x1b[0K"], "long\rx   "],
    ["nothing of a hidden cursor", ["\x1b[?25lbar\x1b[?25h\x1b7\x1b8"], "bar"],
    ["a new line as one", ["long\nx\x1b[0K"], "long\nx"],
    ["a line over several writes", ["lo", "ng\r", "x\x1b[K"], "long\rx   "],
  ])("is shown as front ends have it: %s", (_what, writes, shown) => {
    const screen = new LineScreen();
    expect(writes.map((each) => screen.translate(each)).join("")).toBe(shown);
  });
});

const session = new Session();
afterAll(() => session.close());
const printed = async (code: string) => (await session.run(code)).stdout;

test("a character cut between two chunks of bytes comes whole", async () => {
  const text = "aé😀".repeat(40_000);
  session.write("text.txt", text);
  expect(
    await printed(
      `import { createReadStream } from "node:fs";
       for await (const chunk of createReadStream("text.txt", { highWaterMark: 1001 })) process.stdout.write(chunk);`,
    ),
  ).toBe(text);
});

test("process.stdout.write heeds the encoding of its text", async () => {
  expect(
    await printed(
      `process.stdout.write("aGkK", "base64"); process.stdout.write("6869", "hex"); process.stdout.write("é\\n")`,
    ),
  ).toBe("hi\nhié\n");
});

test("half a character is shown as unknown, and what follows is whole", async () => {
  expect(
    await printed(
      `process.stdout.write(Buffer.from("é").subarray(0, 1)); process.stdout.write("x")`,
    ),
  ).toBe("\ufffdx");
});

test("what captures process.stdout.write sees what console.log prints", async () => {
  const { stdout, text } = await session.run(`
    const { write } = process.stdout;
    const captured: string[] = [];
    process.stdout.write = ((text: string) => captured.push(text)) as never;
    console.log("caught", 1);
    process.stdout.write = write;
    console.log("free");
    captured
  `);
  expect(text).toBe("[ 'caught 1\\n' ]");
  expect(stdout).toBe("free\n");
});

test("packages that ask find a terminal with colours", async () => {
  const { text } = await session.run(`
    import tty, { isatty } from "node:tty";
    const { stdout, stderr } = process;
    [stdout.isTTY, stdout.columns, stdout.hasColors(256), stderr.getColorDepth(), tty.isatty(1), isatty(2), tty.isatty(0)].join()
  `);
  expect(text).toBe("'true,80,true,24,true,true,false'");
});

test("a bar drawn with readline is one line that changes", async () => {
  expect(
    await printed(`
      import readline from "node:readline";
      for (const done of [10, 5]) {
        readline.cursorTo(process.stdout, 0);
        process.stdout.write(done + " %");
        readline.clearLine(process.stdout, 1);
      }
    `),
  ).toBe("\r10 %\r5 % ");
});

test("programs that a cell starts see no terminal, so that what they print can be read", async () => {
  expect(
    (
      await session.run(`
        import { execFileSync } from "node:child_process";
        Number(execFileSync(process.execPath, ["-p", "6 * 7"], { encoding: "utf8" }))
      `)
    ).text,
  ).toBe("42");
});
