import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { expect } from "vitest";
import {
  parseNotebook,
  type Notebook,
} from "../../kernel/homework/format/notebook.ts";
import { release } from "../../kernel/homework/format/pipeline.ts";

// The homework itself, as three students hand it in.
export const file = resolve("notebooks/teacher/source/photos/photos.ipynb");
const source = parseNotebook(readFileSync(file, "utf8"), file);

const solved = Object.fromEntries(
  source.cells.map((cell) => [
    cell.metadata.nbgrader?.grade_id ?? "",
    cell.source,
  ]),
);

/** What each wrote, by the cell's name; the rest is as released. */
const submissions: Record<string, Record<string, string>> = {
  perfect: solved,
  empty: {},
  half: {
    "list-photos": solved["list-photos"]!,
    // Shrinks first, as one chain of calls does.
    "process-photo": `async function processPhoto(path: string): Promise<Processed> {
  const name = basename(path);
  const { width, height } = await openPhoto(path)
    .blur(25)
    .resize({ width: 3400, height: 3400, fit: "inside", withoutEnlargement: true })
    .toFile(join(processedFolder, name));
  return { name, width, height };
}`,
    // All at once.
    serial: `async function runSerial(paths: string[], task: Task = processPhoto): Promise<Processed[]> {
  return await Promise.all(paths.map(task));
}`,
    executor: solved.executor!,
    // One worker, and it stays.
    pool: `async function runPool(paths: string[], task: Task = processPhoto): Promise<Processed[]> {
  return await new Pool(1).map(task, paths);
}`,
  },
};

/** The points of the checks. The plot and the explanation are for a person, unless nothing was written there. */
const points = {
  perfect: {
    "list-photos-test": 2,
    "process-photo-test": 4,
    "serial-test": 2,
    "executor-test": 3,
    "pool-test": 3,
    "compare-test": 1,
  },
  empty: {
    "list-photos-test": 0,
    "process-photo-test": 0,
    "serial-test": 0,
    "executor-test": 0,
    "pool-test": 0,
    "compare-test": 0,
    "speed-up-test": 0,
    plot: 0,
    explain: 0,
  },
  half: {
    "list-photos-test": 2,
    // All but the width of the edge.
    "process-photo-test": 3.33,
    // The order, not one at a time.
    "serial-test": 1,
    "executor-test": 3,
    // Neither a worker for each core nor none left behind.
    "pool-test": 1.5,
    "compare-test": 0,
    "speed-up-test": 0,
    plot: 0,
    explain: 0,
  },
};
export type Student = keyof typeof points;
export const students = Object.keys(points) as Student[];

/** The students' copy with answers in it. */
export function answered(student: Student): Notebook {
  const copy = release(source);
  const cells = copy.cells.map((cell) => {
    const { grade_id, solution } = cell.metadata.nbgrader ?? {};
    return solution
      ? { ...cell, source: submissions[student]![grade_id!] ?? cell.source }
      : cell;
  });
  return { ...copy, cells };
}

/** Fifteen photos with stripes. */
export async function makePhotos(place: string): Promise<void> {
  mkdirSync(place, { recursive: true });
  for (let n = 1; n <= 15; n++)
    await sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">
        <pattern id="stripes" width="${20 + n}" height="10" patternUnits="userSpaceOnUse">
          <rect width="10" height="10" fill="white"/></pattern>
        <rect width="100%" height="100%" fill="url(#stripes)"/></svg>`),
    )
      .jpeg()
      .toFile(join(place, `photo-${String(n).padStart(2, "0")}.jpg`));
}

/** On a machine that does other things too a speed-up may not show: the perfect one has half of that point at least. */
export function expectPoints(
  student: Student,
  given: [string, number | null | undefined][],
): void {
  const got = Object.fromEntries(given);
  expect(got).toMatchObject(points[student]);
  if (student !== "perfect") return;
  expect([0.5, 1]).toContain(got["speed-up-test"]);
  expect([got.plot ?? null, got.explain ?? null]).toEqual([null, null]);
}
