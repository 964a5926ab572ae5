import { afterEach, expect, test, vi } from "vitest";
import { DebugRelay } from "../../../kernel/interpreter/runtime/debug-relay.ts";

vi.mock("node:inspector", () => ({
  Session: class {
    connectToMainThread(): void {}
    on(): void {}
    disconnect(): void {}
    post(_method: string, _params: object, answer: () => void): void {
      answer();
    }
  },
}));

afterEach(() => void vi.useRealTimers());

test("its thread has turns while somebody debugs, in which late news are heard, and none afterwards", () => {
  vi.useFakeTimers();
  const relay = new DebugRelay(() => {});
  relay.ask({ type: "debug", request: 1, method: "Debugger.enable" });
  expect(vi.getTimerCount()).toBe(1);
  relay.ask({ type: "debug", request: 2, method: "Debugger.disable" });
  expect(vi.getTimerCount()).toBe(0);
});
