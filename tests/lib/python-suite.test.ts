import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("./", import.meta.url));

const tables = [
  "python-suite.md",
  "python-suite-multiprocessing.md",
  "widgets-suite.md",
];

test.each(tables)(
  "each row of %s that says it passes names a test that is there",
  (table) => {
    const text = readFileSync(`${folder}${table}`, "utf8");
    const rows = [
      ...text.matchAll(/\| passes +\| `([^`]+)`: ([^|]+?) *\|$/gm),
    ].map(([, file = "", title = ""]) => ({ file, title }));
    expect(rows.length).toBe([...text.matchAll(/\| passes /g)].length);
    const missing = rows.filter(({ file, title }) => {
      const path = `${folder}${file}`;
      return !existsSync(path) || !readFileSync(path, "utf8").includes(title);
    });
    expect(missing).toEqual([]);
  },
);

test("each row of widgets-suite.md that says it differs has a sentence of the reference, and its numbers are right", () => {
  const text = readFileSync(`${folder}widgets-suite.md`, "utf8");
  const reference = readFileSync(
    `${folder}../../lib/widgets/README.md`,
    "utf8",
  ).replaceAll(/\s+/g, " ");
  const sentences = [
    ...text.matchAll(/\| differs by design +\| (.+?) *\|$/gm),
  ].map(([, sentence = ""]) => sentence);
  expect(sentences.filter((each) => !reference.includes(each))).toEqual([]);
  const count = (here: string) =>
    [...text.matchAll(new RegExp(`\\| ${here} +\\|`, "g"))].length;
  const [pass, differ, none] = [
    "passes",
    "differs by design",
    "no meaning",
  ].map(count) as [number, number, number];
  expect(text).toContain(
    `${pass + differ + none} rows: ${pass} pass, ${differ} differ by design, ${none} have no meaning.`,
  );
});
