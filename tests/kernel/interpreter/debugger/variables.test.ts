import { expect, test, vi } from "vitest";
import type { V8Debugger } from "../../../../kernel/interpreter/debugger/v8-debugger.ts";
import { Variables } from "../../../../kernel/interpreter/debugger/variables.ts";

test("V8 is told to let values go once if somebody has looked at some, and otherwise a step asks nothing of it", () => {
  const ask = vi.fn<V8Debugger["ask"]>();
  const v8 = { ask } as unknown as V8Debugger;
  const variables = new Variables(v8, "stop", () => true);
  variables.release();
  expect(ask).not.toHaveBeenCalled();
  expect(variables.useGroup()).toBe("stop");
  variables.release();
  variables.release();
  expect(ask.mock.calls).toEqual([
    ["Runtime.releaseObjectGroup", { objectGroup: "stop" }],
  ]);
});
