import { afterAll, beforeAll, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session();
beforeAll(async () => {
  // What a later cell settles: Stop has ended the timers of its own.
  await session.run(`
    let open = (): void => {};
    const closed = () => new Promise<void>((resolve) => (open = resolve));
    let went = "";
  `);
});
afterAll(() => session.close());

/** Stops a cell at an await that nothing settles before. */
async function stop(code: string) {
  let ready: () => void;
  const printed = new Promise<void>((resolve) => (ready = resolve));
  const cell = session.run(
    `went = ""; console.log("ready"); ${code}`,
    (text) => text.includes("ready") && ready(),
  );
  await printed;
  await session.interpreter.interrupt();
  return cell;
}

const interrupted = { status: "error", name: "Interrupted" };

test.each([
  ["at the top", "await closed(); went = 'on'"],
  ["of a value", "went = `${await closed()} on`"],
  ["in a loop", "for (;;) { await closed(); went += 'on ' }"],
  [
    "in a loop over an array",
    "for (const a of ['on']) { await closed(); went = a }",
  ],
  [
    "in a loop over what it would close",
    "for (const a of new Set(['on'])) { await closed(); went = a }",
  ],
  [
    "by for await",
    "for await (const _ of [closed(), 1]) went += 'on '; went += 'behind'",
  ],
  ["in a try", "try { await closed(); went = 'on' } catch {}"],
  ["in a catch", "try { throw 1 } catch { await closed(); went = 'on' }"],
  [
    "in a try in a catch, for too long,",
    "try { await closed() } catch { try { await closed(); went = 'on' } finally {} }",
  ],
  ["in a finally", "try {} finally { await closed(); went = 'on' }"],
  ["by %timeit", "\n%timeit await closed(), (went = 'on')"],
])(
  "an await %s that settles once its cell was stopped goes on no more",
  async (_title, code) => {
    expect((await stop(code)).outcome).toMatchObject(interrupted);
    const { text } = await session.run(
      "open(); await new Promise((resolve) => setTimeout(resolve, 20)); went",
    );
    expect(text).toBe("''");
  },
);

test.each([
  [
    "a loop closes what it goes through",
    "for (const a of (function* () { try { yield 1 } finally { console.log('tidy') } })()) await closed()",
  ],
  [
    "for await does",
    "for await (const a of (async function* () { try { yield 1 } finally { console.log('tidy') } })()) await closed()",
  ],
  [
    "a pattern does",
    "const [tidied = await closed()] = { [Symbol.iterator]: () => ({ next: () => ({ value: undefined, done: false }), return: () => (console.log('tidy'), {}) }) } as Iterable<any>",
  ],
  [
    "a catch may await",
    "try { await closed() } catch { await null; await Promise.resolve(); console.log('tidy') }",
  ],
  [
    "a using is disposed of",
    "using tidied2 = { [Symbol.dispose]: () => console.log('tidy') }; await closed()",
  ],
])("when a cell is stopped, %s", async (_title, code) => {
  const { outcome, stdout } = await stop(code);
  expect(outcome).toMatchObject(interrupted);
  expect(stdout).toContain("tidy");
});

test("functions of a cell that was stopped read what there is", async () => {
  await stop(
    "const twice = (n: number) => n * (factor ?? 2); twice; await closed(); const factor: number | undefined = 3",
  );
  expect((await session.run("(twice as any)(4)")).text).toBe("8");
});

test("a cell that exits in a callback does not go on at its await", async () => {
  const { outcome, stdout } = await session.run(
    "setTimeout(() => { open(); process.exit(5) }, 1); await closed(); console.log('went on')",
  );
  expect(outcome).toMatchObject({ name: "ProcessExit" });
  expect(stdout).toBe("");
});

test("an error of a function is told with the line of the top-level await that met it", async () => {
  const { outcome } = await session.run(
    "async function failing() {\n  await null\n  throw new Error('no')\n}\n\nawait failing()",
  );
  const { traceback = [] } = outcome as { traceback?: string[] };
  expect(traceback.join("\n")).toMatch(
    /at failing \(cell \[\d+\]:3:\d+\)\n +at (async )?cell \[\d+\]:6:\d+/,
  );
});

test("a cell cannot change how others await", async () => {
  await session.run(
    "// @ts-nocheck\ntry { $awaits.constructor.prototype.on = () => 'forged' } catch {}; try { $awaits.__proto__.at = () => 'forged' } catch {}",
  );
  const { text } = await session.run("await Promise.resolve('own')");
  expect(text).toBe("'own'");
});
