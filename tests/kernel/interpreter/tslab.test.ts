import { afterAll, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session();
afterAll(() => session.close());

test("a notebook written for tslab shows what it shows there", async () => {
  const { outcome, displays } = await session.run(
    `import * as tslab from "tslab";
tslab.display.html("<b>bold</b>");
tslab.display.markdown("**bold**");
tslab.display.svg("<svg></svg>");
tslab.display.latex("$x$");
tslab.display.javascript("1");
tslab.display.text("plain");
tslab.display.png(new Uint8Array([1, 2, 3]));
tslab.display.raw("application/json", "{}");`,
  );
  expect(outcome).toMatchObject({ status: "ok" });
  expect(displays.map(({ display }) => display.data)).toEqual([
    { "text/html": "<b>bold</b>" },
    { "text/markdown": "**bold**" },
    { "image/svg+xml": "<svg></svg>" },
    { "text/latex": "$x$" },
    { "text/javascript": "1" },
    { "text/plain": "plain" },
    { "image/png": "AQID" },
    { "application/json": "{}" },
  ]);
});

test("tslab as a default import is the same", async () => {
  const { displays } = await session.run(
    'import tslab from "tslab"; tslab.display.html("<i>x</i>")',
  );
  expect(displays[0]?.display.data).toEqual({ "text/html": "<i>x</i>" });
});

test("tslab's newDisplay overwrites its own output", async () => {
  const { displays } = await session.run(
    'const d = tslab.newDisplay(); d.html("one"); d.html("two");',
  );
  const [first, second] = displays;
  expect(first).toMatchObject({ update: false });
  expect(second).toMatchObject({ update: true, displayId: first!.displayId });
});
