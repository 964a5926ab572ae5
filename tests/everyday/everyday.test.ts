import { afterAll, expect, test } from "vitest";
import { Session, type CellResult } from "../kernel/interpreter/session.ts";
import { everyday } from "./cells.ts";
import { checkSeen, type Seen } from "./check-seen.ts";

const session = new Session(
  {
    "local.ts": "export const twice = (x: number): number => 2 * x;\n",
    "data.json": '{ "a": 1 }\n',
  },
  { types: true },
);
afterAll(() => session.close());

test.each(everyday.map((each) => [each.does, each] as const))(
  "a person %s",
  async (_does, { cells, sees }) => {
    for (const cell of cells.slice(0, -1)) {
      const { outcome } = await session.run(cell);
      if (!cell.includes("process.exit"))
        expect(outcome).toMatchObject({ status: "ok" });
    }
    checkSeen(whatIsSeen(await session.run(cells.at(-1)!)), sees);
  },
);

function whatIsSeen({ outcome, text, displays, ...printed }: CellResult): Seen {
  const bundles = displays.map(({ display }) => display.data);
  if (outcome.status === "ok" && outcome.result)
    bundles.push(outcome.result.data);
  const traceback = outcome.status === "error" ? outcome.traceback : undefined;
  return { ...printed, traceback, text, bundles };
}

test("there are a hundred of them", () => {
  expect(everyday.length).toBeGreaterThanOrEqual(100);
});
