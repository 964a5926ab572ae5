import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCsv } from "../../kernel/homework/files/csv.ts";
import { Marking } from "../../kernel/homework/marking/marking.ts";
import { MarkingServer } from "../../kernel/homework/marking/server.ts";
import { main } from "../homework/romanesco.ts";
import { makeClass, writeClass } from "./class-of-200.ts";

// CLASS=16 for a quick look. KEEP=DIR leaves all of it there, for a person to look at.
const students = makeClass(Number(process.env.CLASS ?? 200));
const folder =
  process.env.KEEP ?? mkdtempSync(join(tmpdir(), "romanesco-200-"));
const submitted = join(folder, "submitted");
const graded = join(submitted, "graded");
const limitMs = 3_600_000;

beforeAll(() => writeClass(folder, students));
afterAll(() => {
  if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  code: number | null;
  signal: string | null;
  out: string;
  seconds: number;
  /** Of all its processes at once; what several share is counted once. */
  peakMb: number;
}

/** @param isEnough stops it by Ctrl-C, once what it has printed is */
async function romanesco(
  args: string[],
  isEnough?: (out: string) => boolean,
): Promise<Ran> {
  const start = performance.now();
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close") as Promise<[number | null, string | null]>;
  let out = "";
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, findPssMb(child.pid!));
  }, 500);
  child.stdout.on("data", (data: Buffer) => {
    out += String(data);
    if (isEnough?.(out)) child.kill("SIGINT");
  });
  const [code, signal] = await ended;
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1000;
  const figures = `${seconds.toFixed(1)} s, at most ${peakMb.toFixed(0)} MB`;
  console.log(`${args[0]} of ${students.length}: ${figures}`);
  return { code, signal, out, seconds, peakMb };
}

function findPssMb(root: number): number {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const stat = read(`/proc/${pid}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 1).split(" ")[2]);
    children.set(parent, [...(children.get(parent) ?? []), Number(pid)]);
  }
  const all = [root];
  for (const pid of all) all.push(...(children.get(pid) ?? []));
  const sizes = all.map((pid) =>
    Number(/^Pss: +(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
  );
  return sizes.reduce((sum, kb) => sum + kb, 0) / 1000;
}

/** Processes come and go. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

const rowsOf = (name: string): Record<string, string>[] => {
  const [head, ...rows] = readCsv(readFileSync(join(graded, name)), name);
  return rows.map(({ cells }) =>
    Object.fromEntries(cells.map((cell, at) => [head!.cells[at], cell])),
  ) as Record<string, string>[];
};

test(
  "a run that is stopped half-way goes on where it was, and each of the class gets the points of the answers",
  async () => {
    const source = join(folder, "source", "words", "words.ipynb");
    const args = ["grade", submitted, "--source", source, "--cell-limit", "10"];
    const half = Math.floor(students.length / 2);
    const first = await romanesco(args, (out) => out.includes(`${half}/`));
    expect(first.code).toBe(130);
    const second = await romanesco(args);
    console.log(second.out);
    expect(second.code).toBe(0);
    const there = Number(/^(\d+) of \d+ graded already/m.exec(second.out)?.[1]);
    expect(there).toBeGreaterThanOrEqual(half);
    const points = students.map(({ id }) => {
      const file = join(graded, id, "words", "result.json");
      const { scores } = JSON.parse(readFileSync(file, "utf8")) as {
        scores: { points?: number }[];
      };
      return [id, scores.reduce((sum, score) => sum + (score.points ?? 0), 0)];
    });
    expect(points).toEqual(
      students.map(({ id, points: right }) => [id, right]),
    );
    const third = await romanesco(args);
    expect(third.out).toContain(
      `${students.length} of ${students.length} graded already`,
    );
  },
  limitMs,
);

test(
  "a mark of 200 is saved in little more time than a mark of few",
  async () => {
    const server = new MarkingServer(
      new Marking(submitted, (all) => all),
      false,
    );
    const { origin, searchParams } = new URL(await server.listen(0));
    try {
      const entry = `${origin}/?token=${searchParams.get("token")}`;
      const entered = await fetch(entry, { redirect: "manual" });
      const key = entered.headers.get("location")?.split("#")[1];
      const headers = { Authorization: `Bearer ${key}` };
      const questions = (await (
        await fetch(`${origin}/questions`, { headers })
      ).json()) as { isManual: boolean }[];
      const at = questions.findIndex(({ isManual }) => isManual);
      const start = performance.now();
      for (const [each, { kind }] of students.entries())
        await fetch(`${origin}/mark?question=${at}&at=${each}`, {
          ...{ method: "POST", headers },
          body: JSON.stringify({
            points: kind === "empty" ? 0 : 1.5,
            comment: each % 3 ? "" : "good",
          }),
        });
      const each = (performance.now() - start) / students.length;
      console.log(`mark: ${each.toFixed(0)} ms for each of ${students.length}`);
      expect(
        rowsOf("by-hand.csv").filter(({ points }) => points !== ""),
      ).toHaveLength(students.length);
    } finally {
      server.close();
    }
  },
  limitMs,
);

test(
  "similar lists everybody who copied, and feedback takes off what late work costs",
  async () => {
    const { out } = await romanesco(["similar", submitted]);
    console.log(out);
    for (const { id, from } of students.filter(({ kind }) => kind === "copied"))
      expect(out).toMatch(new RegExp(`(${from}, ${id}|${id}, ${from})`));
    const feedback = await romanesco(["feedback", submitted]);
    expect(feedback.code).toBe(0);
    for (const { id, kind, points } of students) {
      const late = kind === "late" ? 2 : 0;
      const byHand = kind === "empty" ? 0 : 1.5;
      const row = rowsOf("grades.csv").find(({ student }) => student === id);
      expect([id, Number(row?.points)]).toEqual([id, points + byHand - late]);
      expect(existsSync(join(graded, id, "words", "feedback.html"))).toBe(true);
    }
  },
  limitMs,
);
