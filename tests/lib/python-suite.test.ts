import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("./", import.meta.url));
const library = fileURLToPath(new URL("../../lib/", import.meta.url));

const tables = [
  "python-suite.md",
  "python-suite-multiprocessing.md",
  "python-suite-threading.md",
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

/** What the reference is made of: the introduction, and the comments. */
const references = {
  "widgets-suite.md": ["widgets/README.md"],
  "python-suite-threading.md": [
    "docs/intro.md",
    ...["sync", "process"].flatMap((part) =>
      readdirSync(`${library}${part}`).map((file) => `${part}/${file}`),
    ),
  ],
};

test.each(Object.entries(references))(
  "each row of %s that says it differs has a sentence of the reference, and its numbers are right",
  (table, files) => {
    const text = readFileSync(`${folder}${table}`, "utf8");
    const reference = files
      .map((file) => readFileSync(`${library}${file}`, "utf8"))
      .join("\n")
      .replaceAll(/^ +\* /gm, "")
      .replaceAll(/\s+/g, " ");
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
  },
);
