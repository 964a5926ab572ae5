import { afterAll, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session();
afterAll(() => session.close());

test("await input() gets what the person types, and other work goes on meanwhile", async () => {
  const asked: unknown[] = [];
  let sawOther: () => void;
  const other = new Promise<void>((resolve) => (sawOther = resolve));
  session.person = async (prompt, password) => {
    asked.push(prompt, password);
    await other;
    return "Ada";
  };
  const { text, stdout } = await session.run(
    "setTimeout(() => console.log('meanwhile'), 1); await input('Name? ', { password: true })",
    () => sawOther(),
  );
  expect(text).toBe("'Ada'");
  expect(asked).toEqual(["Name? ", true]);
  expect(stdout).toBe("meanwhile\n");
});

test("prompt() waits on the spot, and takes the default for an empty answer", async () => {
  const answers = ["7", ""];
  session.person = async () => answers.shift()!;
  const { text } = await session.run("[prompt('one'), prompt('two', 'dflt')]");
  expect(text).toBe("[ '7', 'dflt' ]");
});

test("alert and confirm ask on the spot", async () => {
  const asked: string[] = [];
  const answers = ["", "y", "no"];
  session.person = async (prompt) => (asked.push(prompt), answers.shift()!);
  const { text } = await session.run(
    "[alert('Ready'), confirm('Go on?'), confirm('Sure?')]",
  );
  expect(text).toBe("[ undefined, true, false ]");
  expect(asked).toEqual(["Ready [Enter] ", "Go on? [y/N] ", "Sure? [y/N] "]);
});

test("a cell whose question is open does not end, awaited or not", async () => {
  session.person = async () => "Ada";
  await session.run("const asked = input('Name? ')");
  expect((await session.run("await asked")).text).toBe("'Ada'");
});

const reading: [how: string, code: string][] = [
  [
    "readline/promises",
    "const rl = require('node:readline/promises').createInterface({ input: process.stdin, output: process.stdout });\n" +
      "const one = await rl.question('One? '); const two = await rl.question('Two? '); rl.close(); [one, two]",
  ],
  [
    "for await over lines",
    "const rl2 = require('node:readline').createInterface({ input: process.stdin }); const lines: string[] = [];\n" +
      "for await (const line of rl2) { lines.push(line); if (lines.length === 2) break } lines",
  ],
  [
    "process.stdin.on",
    "const parts: string[] = []; await new Promise<void>((done) => process.stdin.on('data', (part) => {\n" +
      "parts.push(String(part).trim()); if (parts.length === 2) { process.stdin.pause(); done() } })); parts",
  ],
];
test.each(reading)("%s asks the front end", async (_, code) => {
  const answers = ["a", "b"];
  // More than is needed waits for an answer that never comes, as in a front end.
  session.person = () =>
    answers.length
      ? Promise.resolve(answers.shift()!)
      : new Promise<never>(() => {});
  const other = new Session();
  other.person = session.person;
  const { text, outcome } = await other.run(code);
  expect([text, outcome.status]).toEqual(["[ 'a', 'b' ]", "ok"]);
  await other.close();
});

test("a front end that takes no input is an error the cell can catch", async () => {
  session.person = () =>
    Promise.reject(new Error("this front end takes no input"));
  const { outcome } = await session.run("prompt('?')");
  expect(outcome).toMatchObject({
    status: "error",
    message: "this front end takes no input",
  });
  const { text } = await session.run(
    "await input('?').catch((e: Error) => e.message)",
  );
  expect(text).toBe("'this front end takes no input'");
});

test.each(["prompt('?')", "await input('?')"])("Stop ends %s", async (code) => {
  let asked: () => void;
  const question = new Promise<void>((resolve) => (asked = resolve));
  session.person = () => (asked(), new Promise(() => {}));
  const cell = session.run(code);
  await question;
  await session.interpreter.interrupt();
  expect((await cell).outcome).toMatchObject({ name: "Interrupted" });
  expect((await session.run("1 + 1")).text).toBe("2");
});
