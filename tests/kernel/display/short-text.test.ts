import { expect, test } from "vitest";
import { shortText, wordsOf } from "../../../kernel/display/short-text.ts";

test.each([
  ["<p>One</p><p>two &amp; <b>th</b>ree</p>", "One\ntwo & three"],
  ["<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"],
  ["<style>p { x: 1 }</style>a < b<script>alert(1)</script>", "a < b"],
  ["a<!-- <b>no</b> --><br>b", "a\nb"],
  ["<svg><text>up</text><text>down</text></svg>", "up down"],
  ["<svg/>", "image"],
  ["<script>never closed", "image"],
  ["one<p two", "one"],
])("the words of %s", (markup, words) => {
  expect(wordsOf(markup, "image")).toBe(words);
});

test("of a long text the beginning is shown, and megabytes of markup are not searched", () => {
  expect(shortText("x".repeat(1001))).toBe(`${"x".repeat(1000)}…`);
  expect(wordsOf("<script".repeat(1_000_000), "HTML")).toBe("HTML");
  expect(wordsOf(`<b>${"y".repeat(5_000_000)}</b>`, "HTML")).toHaveLength(1001);
});

test.each(["<p", "<td ", "<script ", "<!--", "&a", " \n"])(
  "%s again and again is read as fast as plain words",
  (piece) => {
    const times = ["word ", piece].map((each) => {
      const text = each.repeat(100_000 / each.length);
      const start = performance.now();
      wordsOf(text, "HTML");
      return performance.now() - start;
    });
    // Hundreds of times as long where each beginning is read to the end.
    expect(times[1]! / Math.max(times[0]!, 1)).toBeLessThan(100);
  },
);
