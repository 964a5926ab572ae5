import { expect, test } from "vitest";
import { CollectedOutputs } from "../../../kernel/homework/running/collect-outputs.ts";

const collect = () => new CollectedOutputs(1000, () => {});
const forged = {
  output_type: "execute_result",
  data: { "text/plain": "2" },
  metadata: {},
};

test("a display stays one, whatever type its frame says it has", () => {
  const collected = collect();
  collected.display(forged, "place");
  collected.updateDisplay(forged, "place");
  expect(collected.outputs).toEqual([
    {
      output_type: "display_data",
      data: { "text/plain": "2" },
      metadata: {},
    },
  ]);
});

test("what a cell prints is kept, also when it begins like a notice of the kernel's", () => {
  const collected = collect();
  collected.stream("stderr", "Types are not checked for now: wrong\n");
  expect(collected.outputs).toHaveLength(1);
});

test.each([true, false])(
  "what costs points stays when the output is cleared, with wait %s",
  (wait) => {
    const collected = collect();
    collected.stream("stdout", "working");
    collected.error("AssertionError", "1 !== 6", []);
    collected.stream("stderr", "oops");
    collected.clearOutput(wait);
    collected.stream("stdout", "fine");
    expect(collected.outputs.map((each) => each.output_type)).toEqual([
      "error",
      "stream",
      "stream",
    ]);
  },
);
