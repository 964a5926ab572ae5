import { expect, it } from "vitest";
import { PendingOutput } from "../../../../kernel/server/services/pending-output.ts";

const textOf = (pending: PendingOutput, most: number) =>
  pending.take(most).map(({ content }) => "text" in content && content.text);

it("gives text back in the order it came, so much at a time, until there is no more", () => {
  const pending = new PendingOutput();
  const line = "0123456789".repeat(10);
  for (let i = 0; i < 10_000; i++) pending.addText("stdout", `${i} ${line}\n`);
  let whole = "";
  for (let parts = 0; !pending.isEmpty; parts++) {
    const [part] = textOf(pending, 32_768) as [string];
    expect(part.length).toBeLessThanOrEqual(32_768);
    expect(parts).toBeLessThan(50);
    whole += part;
  }
  expect(whole.split("\n").map((each) => each.split(" ")[0])).toEqual([
    ...Array.from({ length: 10_000 }, (_, i) => String(i)),
    "",
  ]);
});

it("cuts one long text, but no character", () => {
  const pending = new PendingOutput();
  const text = `a${"\u{1f600}".repeat(40_000)}`;
  pending.addText("stdout", text);
  const parts: string[] = [];
  while (!pending.isEmpty) parts.push(...(textOf(pending, 32_768) as string[]));
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.join("")).toBe(text);
  expect(parts.join("|")).not.toMatch(/\p{Surrogate}/u);
});

it("drops text, and keeps what a display came to", () => {
  const pending = new PendingOutput();
  const bar = { data: {}, metadata: {}, transient: { display_id: "bar" } };
  pending.addText("stdout", "12345");
  pending.addUpdate(bar);
  pending.addText("stderr", "678");
  expect(pending.dropText()).toBe(8);
  expect(pending.takeAll()).toEqual([
    { type: "update_display_data", content: bar },
  ]);
});
