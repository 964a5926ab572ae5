import { parser } from "@lezer/javascript";
import { expect, test } from "vitest";
import { findJsx } from "../../../../kernel/front-end/lab/find-jsx.ts";

const parsers = {
  typescript: parser.configure({ dialect: "ts" }),
  tsx: parser.configure({ dialect: "ts jsx" }),
};

test.each([
  "const e = <Chart title='a' n={1} />",
  "const list = <ul>{names.map((name) => <li key={name}>{name}</li>)}</ul>",
  "const both = <>a<b>c</b></>",
  "function Page<T extends object>(props: T) { return <main {...props}>text</main> }",
  // Half written.
  "const list = <ul>{names.map((name) => <li>{name}</li>)}",
])("reads %j as TSX", (text) => {
  expect(findJsx(text, parsers)).toBe(true);
});

test.each([
  "const n = <number>value",
  "const same = <T>(x: T) => x; display.html('<b>bold</b>')",
  "const less = a < b && c / d > e",
  "const text = 'a'.repeat(3)",
])("reads %j as TypeScript", (text) => {
  expect(findJsx(text, parsers)).toBe(false);
});

test("does not look through a text of a megabyte", () => {
  expect(findJsx(`<b>${"x".repeat(1e6)}</b>`, parsers)).toBe(false);
});
