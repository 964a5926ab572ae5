import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { until, workerProcesses } from "../support/children.ts";
import { library, sharing } from "../support/library.ts";

const { ClosedError, Manager } = library;

afterEach(async () => {
  await until(() => workerProcesses().length === 0, "the end of all workers");
});

describe.each([
  ["processes", false],
  ["threads", true],
])("objects of a manager, among %s", (_, threads) => {
  test("are one for all who use them", async () => {
    await using pool = new library.Pool({ workers: 1, threads });
    using manager = new Manager();
    const dict = manager.dict<string, number[]>([["home", [0]]]);
    const list = manager.list([1, 2, 3]);
    const account = manager.create(sharing.Account);
    await account.deposit(1);
    expect(await pool.apply(sharing.useManaged, [dict, list, account])).toEqual(
      {
        keys: ["home", "worker"],
        missing: [],
        last: 4,
        balance: 6,
        later: 6,
        error: "RangeError: no negative amounts",
      },
    );
    expect(await dict.get("worker")).toEqual([1, 2]);
    expect(await list.copy()).toEqual([10, 2, 3, 4]);
  });
});

describe("a manager", () => {
  test("keeps copies, and gives copies", async () => {
    using manager = new Manager();
    const mine = [1];
    const dict = manager.dict([["a", mine]]);
    mine.push(2);
    const given = await dict.get("a");
    expect(given).toEqual([1]);
    given?.push(3);
    expect(await dict.get("a")).toEqual([1]);
    await expect(dict.set("f", (() => 1) as never)).rejects.toThrow(
      library.TransferError,
    );
  });

  test("has Python's dict, list, Namespace and Value", async () => {
    using manager = new Manager();
    const dict = manager.dict<string, number>();
    await dict.update([
      ["a", 1],
      ["b", 2],
    ]);
    expect(await dict.setDefault("a", 9)).toBe(1);
    expect(await dict.pop("b")).toBe(2);
    expect([await dict.has("b"), await dict.delete("b")]).toEqual([
      false,
      false,
    ]);
    expect([await dict.values(), await dict.entries()]).toEqual([
      [1],
      [["a", 1]],
    ]);
    await dict.clear();
    expect([await dict.size(), await dict.copy()]).toEqual([0, new Map()]);

    const list = manager.list([3, 10, 2]);
    await list.sort();
    expect(await list.copy()).toEqual([2, 3, 10]);
    await list.reverse();
    await list.insert(1, 7);
    await list.extend([8, 9]);
    expect(await list.slice(0, 3)).toEqual([10, 7, 3]);
    expect([await list.pop(), await list.pop(0)]).toEqual([9, 10]);
    expect([await list.indexOf(8), await list.size()]).toEqual([3, 4]);
    await expect(list.get(4)).rejects.toThrow("a list of 4 has no item at 4");
    await list.clear();
    await expect(list.pop()).rejects.toThrow(RangeError);

    const names = manager.namespace<{ x: number; y?: string }>({ x: 1 });
    await names.set("y", "why");
    expect([await names.get("x"), await names.copy()]).toEqual([
      1,
      { x: 1, y: "why" },
    ]);
    await names.delete("y");
    expect(await names.get("y")).toBeUndefined();

    const value = manager.value<unknown>([1]);
    await value.set({ any: "thing" });
    expect(await value.get()).toEqual({ any: "thing" });
    expect(await manager.queue<number>(2).qsize()).toBe(0);
    expect(inspect(list)).toBe("RemoteObject(List)");
  });

  test("serves methods only, and none whose name is taken", async () => {
    using manager = new Manager();
    const account = manager.create(sharing.Account);
    expect((account as { balance?: unknown }).balance).toBeUndefined();
    await expect(
      (account as unknown as { call(name: string): Promise<void> }).call(
        "constructor",
      ),
    ).rejects.toThrow("Account has no method constructor");
    class Phone {
      call(): void {}
    }
    expect(() => manager.create(Phone)).toThrow("the method call of Phone");
  });

  test("that was shut down says so", async () => {
    const manager = new Manager();
    const list = manager.list([1]);
    manager.shutdown();
    await expect(list.size()).rejects.toThrow(ClosedError);
    expect(() => manager.dict()).toThrow("this manager was shut down");
  });
});
