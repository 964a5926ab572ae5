// What compiling and checking cost inside the kernel as a notebook grows: node inside.js OUT.json [--quick], once bundled.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Names } from "../../../kernel/interpreter/cell/names.ts";
import { commit } from "../../../kernel/interpreter/cell/commit.ts";
import { transform } from "../../../kernel/interpreter/cell/transform.ts";
import { readHere } from "../../kernel/interpreter/reading/read-here.ts";
import { LanguageService } from "../../../kernel/interpreter/types/language-service.ts";

const [out = "", ...flags] = process.argv.slice(2);
const sizes = flags.includes("--quick") ? [10] : [10, 100, 300];
const repeats = 40;
const contender = "romanesco";

const titles: Record<string, string> = {
  check: "6 lines checked",
  member: "members completed",
  name: "names completed",
  inspect: "a call inspected",
  commit: "an executed cell taken in",
  checkAfterCommit: "the check after it",
};

interface Measure {
  name: string;
  title: string;
  unit: string;
  percentile: number;
  samples: { [contender]: number[] };
}

const measures = [
  toMeasure("compile", "cell of 30 lines compiled", compileTimes()),
];
for (const size of sizes) measures.push(...(await measure(size)));
const floors = [
  { measure: "compile", contender, most: 5 },
  ...sizes.map((size) => ({ measure: `ready-${size}`, contender, most: 1000 })),
];
writeFileSync(
  out,
  JSON.stringify({
    title: "Inside the kernel",
    contenders: [contender],
    rounds: 1,
    measures,
    floors,
  }),
);

function toMeasure(
  name: string,
  title: string,
  samples: number[],
  unit = "ms",
): Measure {
  return {
    name,
    title,
    unit,
    percentile: 50,
    samples: { [contender]: samples },
  };
}

/** A cell of 30 lines that uses and declares names, after others like it. */
function compileTimes(): number[] {
  const names = new Names();
  const times: number[] = [];
  for (let n = 1; n <= 50; n++) {
    const code = [1, 2, 3, 4]
      .map((part) => earlierCell(4 * n + part))
      .join("\n");
    const lines = code.split("\n").slice(0, 30);
    if (lines.length !== 30) throw new Error(`${lines.length} lines`);
    const start = performance.now();
    const label = `cell [${n}]`;
    const cell = transform(lines.join("\n"), { directory: "/", label, names });
    times.push(performance.now() - start);
    commit(cell, names);
  }
  // The first ones are compiled by code that is itself not compiled yet.
  return times.slice(10);
}

async function measure(size: number): Promise<Measure[]> {
  const directory = mkdtempSync(join(tmpdir(), "romanesco-bench-"));
  const service = new LanguageService(
    { directory, libTypes: join(directory, "none.d.ts"), timeoutMs: 60_000 },
    readHere(),
  );
  const started = performance.now();
  service.start();
  await service.check({ id: 0, code: "1" });
  const readyMs = performance.now() - started;
  for (let n = 1; n <= size; n++)
    await service.commit({ id: n, code: earlierCell(n) });
  const times: Record<string, number[]> = {};
  for (let k = 0; k < repeats; k++) {
    const id = size + k + 1;
    await time("check", times, () => checkExpected(service, id, size, k));
    const member = `const q${k} = mk${size}(${k}).`;
    await time("member", times, () => service.complete(member, member.length));
    const name = `const q${k} = ro`;
    await time("name", times, () => service.complete(name, name.length));
    const call = `mk${size}(${k}, `;
    await time("inspect", times, () => service.inspect(call, call.length));
    // A small cell that declares: the commit is off the critical path, the check after it is not.
    const code = `const fresh${k % 5} = rows${size}.map((r) => r.id + ${k});`;
    await time("commit", times, () => service.commit({ id, code }));
    await time("checkAfterCommit", times, () =>
      service.check({ id: id + 1, code: `fresh${k % 5}.length` }),
    );
  }
  const memory = pssOf(service.pid);
  service.dispose();
  rmSync(directory, { recursive: true });
  const steps = Object.entries(times).map(([name, all]) =>
    toMeasure(`${name}-${size}`, `${titles[name]}, at ${size} cells`, all),
  );
  return [
    toMeasure(`ready-${size}`, `type server ready, at ${size} cells`, [
      readyMs,
    ]),
    ...steps,
    ...(memory === undefined
      ? []
      : [
          toMeasure(
            `memory-${size}`,
            `memory of the type server, at ${size} cells`,
            [memory],
            "MB",
          ),
        ]),
  ];
}

function earlierCell(n: number): string {
  const chained = n > 1 ? ` + total${n - 1} + byName${n - 1}.size` : "";
  return `import { readFileSync as rf${n} } from 'node:fs';
interface Row${n} { id: number; name: string; tags: string[]; when?: Date }
const rows${n}: Row${n}[] = [1, 2, 3].map((id) => ({ id, name: 'n' + id, tags: ['a'] }));
/** makes a row */
function mk${n}(id: number, name = 'x'): Row${n} { return { id, name, tags: rows${n}[0]!.tags } }
class Store${n}<T extends Row${n}> { items: T[] = []; add(x: T) { this.items.push(x); return this } find(p: (x: T) => boolean) { return this.items.find(p) } }
const byName${n} = new Map(rows${n}.map((r) => [r.name, r] as const));
let total${n} = rows${n}.reduce((a, r) => a + r.id, 0)${chained};
const text${n} = rf${n}('x', 'utf8').length;`;
}

/** Six lines that use names of several earlier cells and hold two mistakes. */
async function checkExpected(
  service: LanguageService,
  id: number,
  n: number,
  k: number,
): Promise<void> {
  const code = `const out = mk${n}(1).tags.map((t) => t.toUpperCase());
const bad: string = total${n};
const st = new Store${n}<Row${n}>().add(mk${n}(2));
const buf = Buffer.from(out.join());
const sum = [rows1, rows${n >> 1}].flat().length + ${k};
st.find((r) => r.id > ${k}).name;`;
  const found = await service.check({ id, code });
  const codes =
    "unavailable" in found ? found.unavailable : found.map((d) => d.code);
  if (String(codes) !== "TS2322,TS2532")
    throw new Error(`expected TS2322 and TS2532, got ${codes}`);
}

async function time(
  name: string,
  times: Record<string, number[]>,
  work: () => Promise<unknown>,
): Promise<void> {
  const start = performance.now();
  await work();
  (times[name] ??= []).push(performance.now() - start);
}

/** Proportional set size: memory shared with other processes counts in part. Linux only. */
function pssOf(pid: number | undefined): number | undefined {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]) / 1000;
  } catch {
    return undefined; // No /proc on this system.
  }
}
