import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Diagnostic } from "../../../../kernel/interpreter/types/diagnostics.ts";
import { LanguageService } from "../../../../kernel/interpreter/types/language-service.ts";
import { readHere } from "../reading/read-here.ts";
import { NotebookFolder } from "./notebook-folder.ts";
import { typedModules, type TypedModule } from "./typed-modules.ts";
import { runs } from "../../../support/runs.ts";

const folder = new NotebookFolder({
  "local.ts":
    "export interface H { a: number }\nexport function helper(): H { return { a: 1 } }",
});
const service = new LanguageService(
  {
    directory: folder.path,
    libTypes: `${folder.path}/romanesco.d.ts`,
    timeoutMs: 20_000,
  },
  readHere(),
);

beforeAll(() => service.start());
afterAll(() => {
  service.dispose();
  folder.remove();
});

/** What the checker says of each statement, when a cell begins after some of them. */
async function checkCells(
  module: TypedModule,
  cut: boolean[],
): Promise<string[]> {
  await service.reset();
  const cells: string[][] = [[]];
  for (const [index, statement] of module.entries()) {
    cells.at(-1)!.push(statement);
    if (cut[index]) cells.push([]);
  }
  const found: string[] = [];
  for (const [index, statements] of cells.entries()) {
    const cell = { id: index + 1, code: statements.join("\n") };
    const diagnostics = await service.check(cell);
    if ("unavailable" in diagnostics) throw new Error(diagnostics.unavailable);
    found.push(...diagnostics.map((one) => describe(one, cell.code)));
    await service.commit(cell);
  }
  return found;
}

const describe = ({ line, code, message }: Diagnostic, text: string) =>
  `${text.split("\n")[line - 1]}  ${code} ${withoutDoubles(message)}`;

/** What may be left out may be undefined: the checker writes that down only where it has read the type from a text. */
const withoutDoubles = (type: string) =>
  type.replace(/(\w\?: \w+) \| undefined\b/g, "$1");

test("a module cut anywhere into cells has the types and the type errors of the whole", async () => {
  let types = 0;
  await fc.assert(
    fc.asyncProperty(
      typedModules,
      fc.infiniteStream(fc.boolean()),
      async (module, cut) => {
        const places = module.map(() => cut.next().value as boolean);
        const whole = await checkCells(module, []);
        types += whole.length;
        expect(await checkCells(module, places)).toEqual(whole);
      },
    ),
    { ...runs, numRuns: Number(process.env.RUNS ?? 8) },
  );
  expect(types).toBeGreaterThan(50);
});
