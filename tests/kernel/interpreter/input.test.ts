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
