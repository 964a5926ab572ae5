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
      async caughtUp() {
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
  expect(displays[0]?.display.data["text/html"]).toContain(">1</td>");
  expect(displays[0]?.display.data["text/plain"]).toBe(
    "┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘",
  );
});

test("display.html, .markdown, .latex, .svg, .json and .image show what they say", async () => {
  const { displays, outcome } = await session.run(`
    display.html("<b>1</b>");
    display.markdown("# 1");
    display.latex("$x$");
    display.svg("<svg/>");
    display.json({ a: [1] });
    display.image(Buffer.from("iVBORw0KGgo=", "base64"));
    display({ "text/html": "<i>2</i>", "image/png": Uint8Array.of(1) }, { raw: true });
  `);
  expect(outcome.status).toBe("ok");
  expect(displays.map(({ display }) => display.data)).toEqual([
    { "text/html": "<b>1</b>", "text/plain": "1" },
    { "text/markdown": "# 1", "text/plain": "# 1" },
    { "text/latex": "$x$", "text/plain": "$x$" },
    { "image/svg+xml": "<svg/>", "text/plain": "image/svg+xml" },
    { "application/json": { a: [1] }, "text/plain": "{ a: [ 1 ] }" },
    {
      "image/png": "iVBORw0KGgo=",
      "text/plain": "a picture of 1 kB, image/png",
    },
    { "text/html": "<i>2</i>", "image/png": "AQ==" },
  ]);
});

test("a picture carries the author's words where other programs look for them", async () => {
  const { displays } = await session.run(`
    const png = Buffer.from("iVBORw0KGgo=", "base64");
    display.image(png, { alt: "a dot" });
    display(png, { alt: "a dot", metadata: { "image/png": { width: 9 } } });
    display({ "image/png": png }, { alt: "a dot", raw: true });
  `);
  const data = { "image/png": "iVBORw0KGgo=", "text/plain": "a dot" };
  const alt = { alt: "a dot" };
  expect(displays.map(({ display }) => display)).toEqual([
    { data, metadata: { "image/png": alt } },
    { data, metadata: { "image/png": { width: 9, ...alt } } },
    { data, metadata: { "image/png": alt } },
  ]);
});

test("display of what is no bundle and no picture says what to write instead", async () => {
  const raw = await session.run("display([1], { raw: true })");
  expect(raw.outcome).toMatchObject({
    status: "error",
    name: "TypeError",
    message: expect.stringContaining("takes a MIME bundle"),
  });
  const image = await session.run("display.image(Uint8Array.of(1, 2))");
  expect(image.outcome).toMatchObject({
    message: expect.stringContaining("takes bytes of a PNG"),
  });
});

test("a message display_data carries bytes as base64", async () => {
  const { displays } = await session.run(
    "await jupyter.broadcast('display_data', { data: { 'image/png': Buffer.from('abc') }, metadata: {} })",
  );
  expect(displays[0]?.display.data).toEqual({ "image/png": "YWJj" });
});

test("a displayed figure is one output, also after it was changed by its id", async () => {
  const { displays, outcome } = await session.run(`
    import { figure } from "romanesco";
    display(figure([{ type: "bar", y: [1] }]), { displayId: "fig" });
    updateDisplay(figure([{ type: "bar", y: [2] }]), { displayId: "fig" });
    const shown = figure([{ type: "bar", y: [3] }]).show();
  `);
  expect(outcome.status).toBe("ok");
  const fresh = displays.filter(({ update }) => !update);
  expect(fresh).toHaveLength(2);
  for (const { display } of displays)
    expect(Object.keys(display.data)).not.toHaveLength(0);
  const last = displays.findLast(({ displayId }) => displayId === "fig");
  expect(last?.display.data).toMatchObject({
    "application/vnd.plotly.v1+json": { data: [{ y: [2] }] },
    "image/png": expect.any(String),
  });
});
