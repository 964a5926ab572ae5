import { expect, test } from "vitest";
import { placeAfter } from "../../kernel/front-end/lab/editor/place-after.ts";

/** The text after, with a `|` where the cursor is. */
function after(before: string, text: string): string {
  const at = before.indexOf("|");
  const place = placeAfter(before.replace("|", ""), at, text);
  return `${text.slice(0, place)}|${text.slice(place)}`;
}

test.each([
  ["in a word", "f(  ab|c )", "f(ab|c)"],
  ["at the end", "f( 1 )|", "f(1)|;"],
  ["at the beginning", "|f( 1 )", "|f(1);"],
  ["at the beginning of a line", "if (a) {\n|b }", "if (a) {\n  |b;\n}"],
  ["behind a word", "a=|1", "a =| 1;"],
])("the cursor stays where it is %s", (_, before, expected) => {
  expect(after(before, expected.replace("|", ""))).toBe(expected);
});
