import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { deserialize } from "node:v8";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { AgentBundle } from "../../../lib/cluster/agent/agent-bundle.ts";
import { Reporter } from "../../../lib/cluster/agent/reporter.ts";
import { Relocation } from "../../../lib/cluster/agent/relocation.ts";
import { BatchPlan } from "../../../lib/cluster/home/batch-plan.ts";
import { Lessons } from "../../../lib/cluster/home/lessons.ts";
import { findLuggage } from "../../../lib/cluster/home/luggage.ts";
import { describeMismatch } from "../../../lib/cluster/home/mismatch.ts";
import { sayNotDebugged } from "../../../lib/cluster/home/not-debugged.ts";
import { Hosts } from "../../../lib/cluster/link/hosts.ts";
import { whenFull } from "../../../lib/cluster/link/publisher.ts";
import { Blobs, hashOf } from "../../../lib/cluster/nats/blobs.ts";
import { ClusterError } from "../../../lib/cluster/nats/credentials.ts";
import { surely, Unwanted } from "../../../lib/cluster/nats/surely.ts";
import { fromParcel, toParcel } from "../../../lib/cluster/nats/parcels.ts";
import type { Here, Report } from "../../../lib/cluster/wire/messages.ts";
import { AnswerLog } from "../../../lib/worker/answer-log.ts";
import { AnswerWriter, readAnswers } from "../../../lib/worker/answers.ts";
import type { Task } from "../../../lib/worker/task.ts";
import { setAttendant } from "../../../lib/platform/attendant.ts";
import { machineNow } from "../../../lib/platform/machine-clock.ts";

/** An object store that is a map. */
function makeStore() {
  const content = new Map<string, Uint8Array>();
  const store = {
    putBlob: ({ name }: { name: string }, bytes: Uint8Array) =>
      Promise.resolve(content.set(name, bytes)),
    getBlob: (name: string) => Promise.resolve(content.get(name) ?? null),
  };
  return { content, blobs: new Blobs(store as never) };
}

test("uses nothing of the store that is not what its name says, or is not there", async () => {
  const { content, blobs } = makeStore();
  const bytes = Buffer.from("square");
  const hash = hashOf(bytes);
  await blobs.put("s", hash, bytes);
  expect(await blobs.get("s", hash)).toEqual(bytes);
  content.set(`s.${hash}`, Buffer.from("cube"));
  await expect(blobs.get("s", hash)).rejects.toThrow(
    /is not what was put there; it is not used/,
  );
  content.clear();
  await expect(blobs.get("s", hash)).rejects.toThrow(/has lost/);
});

test("sends what is too large for a message by way of the store", async () => {
  const { content, blobs } = makeStore();
  for (const length of [10, 2_000_000]) {
    const bytes = Buffer.alloc(length, 7);
    const parcel = await toParcel(bytes, "s", blobs);
    expect(parcel.length).toBeLessThan(1_000_000);
    const { bytes: back } = await fromParcel(parcel, "s", blobs);
    expect(Buffer.compare(back, bytes)).toBe(0);
  }
  expect(content.size).toBe(1);
});

test("says once that no breakpoint stops a task on another machine, while somebody debugs", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  sayNotDebugged();
  expect(warn).not.toHaveBeenCalled();
  for (const data of [1, 2]) {
    setAttendant({ file: "agent.cjs", data });
    sayNotDebugged();
    sayNotDebugged();
    expect(warn).toHaveBeenCalledTimes(data);
  }
  setAttendant(undefined);
  expect(warn.mock.lastCall?.[0]).toMatch(/other machines are not debugged/);
  warn.mockRestore();
});

test("stores a function once, and large captured data by itself", () => {
  const stored: number[] = [];
  const lessons = new Lessons((_hash, bytes) => stored.push(bytes.length));
  const data = (name: string) => ({
    ...{ kind: "data" as const, key: "k", name },
    bytes: Buffer.alloc(100_000),
  });
  const shipment = (name: string) => ({
    ...{ entry: { kind: "name" as const, name }, units: [data("table")] },
    ...{ warnings: [], shared: undefined, objects: [] },
  });
  const first = shipment("f");
  const hash = lessons.ofCall("f", first);
  expect(lessons.ofCall("f", first)).toBe(hash);
  expect(lessons.ofCall("f", shipment("f"))).toBe(hash);
  expect(lessons.ofCall("g", shipment("g"))).not.toBe(hash);
  // The data, f, g.
  expect(stored.filter((length) => length >= 100_000)).toHaveLength(1);
  expect(stored).toHaveLength(3);
});

describe("a plan of batches", () => {
  const after = (ms: number): BatchPlan => {
    const plan = new BatchPlan();
    for (let i = 0; i < 20; i += 1) plan.record({ started: 0, ended: ms });
    return plan;
  };

  test("puts many short tasks into one, and a long one alone", () => {
    expect(new BatchPlan().size).toBe(1);
    expect(after(0.001).size).toBe(400);
    expect(after(1).size).toBe(6);
    expect(after(500).size).toBe(1);
  });

  test("does not take all tasks for long because a few were", () => {
    const plan = after(0.01);
    for (const ms of [900, 900, 900]) plan.record({ started: 0, ended: ms });
    expect(plan.size).toBe(400);
  });

  test("has one batch more than a worker can do under way for short tasks, and never more than was asked for", () => {
    expect(after(1).window(8, undefined)).toBe(16);
    expect(after(500).window(8, undefined)).toBe(8);
    expect(after(1).window(8, 1)).toBe(1);
    expect(after(1).window(0, undefined)).toBe(2);
  });
});

test("relates a host's clock by the shortest way there and back, and tells of hosts when something changes", () => {
  const hosts = new Hosts();
  const here = (change: Partial<Here>): Here => ({
    ...{ agent: "a", host: "h", pid: 1, slots: 2, busy: 0 },
    ...{ kind: "processes", node: "20.0.0", version: "1", label: undefined },
    trouble: undefined,
    ...{ sent: machineNow(), now: machineNow() + 5000 },
    ...change,
  });
  hosts.hear(here({ sent: machineNow() - 100 }));
  const [slow] = hosts.news() ?? [];
  expect(slow?.offsetError).toBeGreaterThanOrEqual(50);
  hosts.hear(here({}));
  expect(hosts.news()).toBeUndefined();
  hosts.hear(here({ busy: 1, sent: machineNow() - 100 }));
  const [near] = hosts.news() ?? [];
  expect(near?.offsetError).toBeLessThan(50);
  expect(Math.abs((near?.offset ?? 0) - 5000)).toBeLessThan(50);
  hosts.hear(here({ busy: 1, trouble: "no room" }));
  expect(hosts.news()).toMatchObject([{ trouble: "no room" }]);
  hosts.leave("a");
  expect(hosts.news()).toMatchObject([{ alive: false }]);
});

test("tries again while somebody waits, but not what no waiting mends", async () => {
  const failures: string[] = [];
  let tries = 0;
  const work = async (): Promise<number> => {
    tries += 1;
    if (tries < 3) throw new Error(`no ${tries}`);
    return tries;
  };
  const failed = ({ message }: Error) => failures.push(message);
  expect(await surely(work, failed, () => true)).toBe(3);
  expect(failures).toEqual(["no 1", "no 2"]);
  const lost = () => Promise.reject(new ClusterError("lost"));
  await expect(surely(lost, failed, () => true)).rejects.toThrow("lost");
  const never = () => Promise.reject(new Error("never"));
  const unwanted = surely(never, failed, () => failures.length < 3);
  await expect(unwanted).rejects.toThrow(Unwanted);
});

test("tells a server whose disk is full from one that is away", () => {
  const told: string[] = [];
  let connected = false;
  const failed = whenFull(
    (reason) => told.push(reason),
    () => connected,
  );
  const timeout = Object.assign(new Error("timeout"), { name: "TimeoutError" });
  for (let i = 0; i < 5; i += 1) failed(timeout);
  expect(told).toEqual([]);
  connected = true;
  for (let i = 0; i < 5; i += 1) failed(timeout);
  expect(told).toEqual([expect.stringMatching(/disk is full, make room/)]);
  failed(new Error("no space left on device"));
  expect(told[1]).toBe("no space left on device");
});

test("says of a host that its Node is another major version", () => {
  expect(describeMismatch({ host: "h", node: "22.1.0" }, "22.9.0")).toBe(
    undefined,
  );
  expect(describeMismatch({ host: "h", node: "20.1.0" }, "22.9.0")).toMatch(
    /^h runs Node 20\.1\.0, and this program Node 22\.9\.0/,
  );
});

describe("what a cell's function imports", () => {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-luggage-"));
  const home = join(folder, "home");
  const root = join(folder, "root");
  const write = (path: string, text: string): void => {
    for (const place of [home, root + home]) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text);
    }
  };
  const source =
    'async () => [await import("./util"), await import("alias/part"), await import("node:fs")]';
  const unit = {
    ...{ kind: "function" as const, key: "k", name: "f", source },
    ...{ file: join(home, "cell [1]"), line: 1, column: 1 },
    ...{ shadowed: [], free: [], loader: `${import.meta.url}?loader` },
  };

  beforeAll(() => {
    write("package.json", '{ "dependencies": { "alias": "github:ann/tool" } }');
    write("util.ts", 'import "./deep/data.json"; import { b } from "@s/b";');
    write("deep/data.json", "{}");
    write("node_modules/@s/b/package.json", '{ "version": "1.2.3" }');
    write(
      "node_modules/alias/package.json",
      '{ "name": "tool", "version": "2.0.0", "exports": { "./part": "./p.js" } }',
    );
    write("node_modules/alias/p.js", "");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is found, in files that it reaches by others too", () => {
    const { packages, files } = findLuggage(undefined, [unit], hashOf);
    expect(files.map(({ path }) => path).toSorted()).toEqual(
      ["deep/data.json", "package.json", "util.ts"].map((path) =>
        join(home, path),
      ),
    );
    expect(packages).toEqual([
      {
        ...{ name: "@s/b", version: "1.2.3" },
        ...{ request: "@s/b@1.2.3", folder: home },
      },
      {
        ...{ name: "alias", version: "2.0.0" },
        ...{ request: "alias@github:ann/tool", folder: home },
      },
    ]);
  });

  test("is read at its place on another host", () => {
    const at = (path: string): string =>
      pathToFileURL(join(root + home, path)).href;
    const moved = new Relocation("file:///nowhere/", root).unit(unit);
    expect((moved as typeof unit).source).toBe(
      `async () => [await import("${at("util.ts")}?v=0"), await import("${at("node_modules/alias/p.js")}"), await import("node:fs")]`,
    );
    const own = new Relocation(new URL(".", import.meta.url).href, "");
    expect((own.unit(unit) as typeof unit).loader).toMatch(
      /lib\/cluster\/parts\.test\.ts\?loader$/,
    );
    expect((own.unit(unit) as typeof unit).source).toBe(source);
  });

  test("is too much when it is more than code", () => {
    write("big.wasm", "");
    truncateSync(join(home, "big.wasm"), 33 * 1024 * 1024);
    const big = { ...unit, source: 'import("./big.wasm")' };
    expect(() => findLuggage(undefined, [big], () => "")).toThrow(
      /more than 32 MB, up to .*big\.wasm: pass large data as an argument/,
    );
  });
});

test("what a host reports while a report is on its way goes with the next, and a flush waits for both", async () => {
  const sent: number[][] = [];
  const stored: (() => void)[] = [];
  const reporter = new Reporter("agent", {
    report: (bytes) => {
      const { done } = deserialize(bytes) as Report;
      sent.push(done.map(({ id }) => id));
      return new Promise((resolve) => stored.push(resolve));
    },
    output: () => Promise.resolve(),
    begun: () => undefined,
    toHome: (text) => text,
    hold: () => undefined,
    drain: () => undefined,
  });
  const done = (id: number) => {
    const times = { started: 0, ended: 1 };
    const outcome = { kind: "result", value: id } as const;
    reporter.done({ id, worker: 0, times, outcome });
  };
  done(1);
  await vi.waitFor(() => expect(sent).toEqual([[1]]));
  done(2);
  done(3);
  let isFlushed = false;
  const flushed = reporter.flush().then(() => (isFlushed = true));
  await vi.waitFor(() => expect(sent).toEqual([[1], [2, 3]]));
  stored[1]!();
  await new Promise((resolve) => setImmediate(resolve));
  expect(isFlushed).toBe(false);
  stored[0]!();
  await flushed;
});

describe("a bundle of tasks", () => {
  /** Of six, with ids from 100. */
  function makeBundle() {
    const heard: unknown[] = [];
    const rests: AgentBundle[] = [];
    let left = 6;
    const owner = {
      answered: (records: Uint8Array) => {
        for (const { id, value } of readAnswers(records)) heard.push(id, value);
      },
      done: () => undefined,
      over: (count: number) => (left -= count),
      divided: (rest: AgentBundle) => rests.push(rest),
    };
    const ids = Float64Array.of(100, 101, 102, 103, 104, 105);
    const model = { call: { remaining: 0 } } as unknown as Task;
    const places = Uint32Array.from(ids.keys());
    const bundle = new AgentBundle(ids, places, model, owner);
    return { bundle, heard, rests, left: () => left };
  }

  test("gives away those that its worker did not take, whichever these are, under new numbers", () => {
    const { bundle, rests } = makeBundle();
    const rest = bundle.split([0, 1, 3, 5]);
    expect([...bundle.ids]).toEqual([102, 104]);
    expect(rest).toBe(rests[0]!.task);
    expect([...rest.bundle!.ids]).toEqual([100, 101, 103, 105]);
    expect([...rest.bundle!.places]).toEqual([0, 1, 3, 5]);
    expect(rest.id).toBeGreaterThanOrEqual(bundle.task.id + bundle.size);
    bundle.split([4]);
    expect([...bundle.ids]).toEqual([102]);
  });

  test("goes on without those that nobody waits for", () => {
    const { bundle, left } = makeBundle();
    const rest = bundle.without(new Set([101, 105, 7]));
    expect([...rest!.ids]).toEqual([100, 102, 103, 104]);
    expect([...rest!.places]).toEqual([0, 2, 3, 4]);
    expect(bundle.open).toHaveLength(0);
    expect(left()).toBe(4);
    expect(rest!.without(new Set(rest!.ids))).toBeUndefined();
    expect(left()).toBe(0);
  });

  test("hears what its worker has written, whole records only, and knows which task comes next", () => {
    const { bundle, heard, left } = makeBundle();
    const log = new AnswerLog();
    const worker = new AnswerWriter(log.forWorker);
    const times = { started: 1, ended: 2, cpu: 1 };
    const write = (at: number, value: unknown): boolean =>
      worker.write(
        { id: 100 + at, number: bundle.task.id + at },
        ...([times, value] as const),
      );
    const values = [1.5, undefined, { a: [1n] }];
    for (const [at, value] of values.entries())
      expect(write(at, value)).toBe(true);
    expect(write(3, "x".repeat(5000))).toBe(false);
    expect(write(3, () => 1)).toBe(false);
    log.tell([bundle.task], 1);
    expect(heard).toEqual([100, 1.5, 101, undefined, 102, { a: [1n] }]);
    expect([...bundle.open]).toEqual([103, 104, 105]);
    expect(left()).toBe(3);
    // Its first half.
    writeSync(log.forWorker, Buffer.of(60, 0, 0, 0, 1));
    log.tell([bundle.task], 1);
    expect(left()).toBe(3);
    log.close();
  });
});
