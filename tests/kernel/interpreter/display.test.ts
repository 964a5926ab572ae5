import { afterAll, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session();
afterAll(() => session.close());

test("display shows a value in order with prints", async () => {
  const order: string[] = [];
  await session.interpreter.execute(
    {
      executionCount: 1000,
      code: "console.log(1); display(2); console.log(3); display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '4' }) }); 5",
      silent: false,
    },
    {
      stream: (_name, text) => order.push(text.trim()),
      display: ({ data }) =>
        order.push(String(data["text/html"] ?? data["text/plain"])),
      updateDisplay() {},
      clearOutput() {},
      broadcast() {},
      input: () => Promise.reject(new Error("no one to ask")),
    },
  );
  expect(order).toEqual(["1", "2", "3", "4"]);
});

test("a loop that displays waits for a front end that is slower", async () => {
  let shown = 0;
  const shownMeanwhile: number[] = [];
  const outcome = await session.interpreter.execute(
    {
      executionCount: 1001,
      code: "for (let i = 0; i < 60; i++) display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'x'.repeat(1e6) }) })",
      silent: false,
    },
    {
      stream() {},
      display: () => shown++,
      updateDisplay() {},
      clearOutput() {},
      broadcast() {},
      input: () => Promise.reject(new Error("no one to ask")),
      async drained() {
        const before = shown;
        // The slow front end.
        await new Promise((resolve) => setTimeout(resolve, 100));
        shownMeanwhile.push(shown - before);
      },
    },
  );
  expect(outcome.status).toBe("ok");
  expect(shown).toBe(60);
  expect(shownMeanwhile.length).toBeGreaterThan(4);
  // What had been read already is handed on.
  expect(Math.max(...shownMeanwhile)).toBeLessThanOrEqual(1);
});

test("updateDisplay changes a display by its id", async () => {
  const { displays } = await session.run(
    "display('old', { displayId: 'd' }); updateDisplay('new', { displayId: 'd' })",
  );
  expect(displays).toMatchObject([
    {
      display: { data: { "text/plain": "'old'" } },
      displayId: "d",
      update: false,
    },
    {
      display: { data: { "text/plain": "'new'" } },
      displayId: "d",
      update: true,
    },
  ]);
});

test("console.table of what cannot be read is a line, and the cell goes on", async () => {
  const { outcome, displays, stdout } = await session.run(
    "console.table([{ get a() { throw new Error('no') } }]); 1",
  );
  expect(outcome.status).toBe("ok");
  expect(displays).toEqual([]);
  expect(stdout).toContain("[ { a: [Getter] } ]");
});

test("console.table is a table with a text form", async () => {
  const { displays, stdout } = await session.run("console.table([{ a: 1 }])");
  expect(stdout).toBe("");
  expect(displays[0]?.display.data["text/html"]).toContain("<td>1</td>");
  expect(displays[0]?.display.data["text/plain"]).toBe(
    "┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘",
  );
});
