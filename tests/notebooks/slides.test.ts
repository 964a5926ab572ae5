import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = "notebooks";
const minutes = 50;

interface Cell {
  source: string[];
  metadata: {
    slide?: number;
    slideshow?: { data?: { notes?: string; timing?: number } };
  };
}

interface Slide {
  number: number;
  file: string;
  title: string;
  notes: string;
  seconds: number;
}

const slides: Slide[] = readdirSync(folder)
  .filter((name) => /^\d.*\.ipynb$/.test(name))
  .flatMap((file) =>
    readCells(file).flatMap(({ source, metadata }) => {
      if (metadata.slide === undefined) return [];
      const heading = source.find((line) => line.startsWith("#")) ?? "";
      const { notes = "", timing = 0 } = metadata.slideshow?.data ?? {};
      return {
        number: metadata.slide,
        file,
        title: heading.replace(/^#+ /, "").trim(),
        notes,
        seconds: timing,
      };
    }),
  );

function readCells(file: string): Cell[] {
  const text = readFileSync(`${folder}/${file}`, "utf8");
  return (JSON.parse(text) as { cells: Cell[] }).cells;
}

/** The table's rows, without head and rule. */
const rows = readFileSync(`${folder}/README.md`, "utf8")
  .split("\n")
  .filter((line) => /^\| +\d+ +\|/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test("the table of slides has a row for each, with its title, its notebook and its time", () => {
  expect(slides).toHaveLength(57);
  const time = (seconds: number) =>
    `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  expect(
    rows.map(([number, title, , , , spent]) => [number, title, spent]),
  ).toEqual(
    slides.map(({ number, title, file, seconds }) => [
      String(number),
      `[${title}](${file})`,
      time(seconds),
    ]),
  );
});

test("something moves, is measured or is asked on every slide", () => {
  for (const row of rows)
    expect(row.slice(2, 5).join(""), `slide ${row[0]}`).not.toBe("–––");
});

test("each slide has notes for its speaker, and all together fill the lecture", () => {
  for (const { number, notes } of slides)
    expect(notes.length, `slide ${number}`).toBeGreaterThan(20);
  const seconds = slides.reduce((sum, slide) => sum + slide.seconds, 0);
  expect(seconds).toBe(minutes * 60);
});
