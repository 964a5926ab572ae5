import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { answerSimpleSelectors } from "../../../../lib/plots/png/simple-selectors.ts";

interface Found {
  readonly id: string;
  querySelector(selector: string): Found | null;
  querySelectorAll(selector: string): Iterable<Found>;
}

const page = `<body id="body"><div id="a" class="plot main"><svg id="b" class="main-svg"><g id="c" class="main x">
  <path id="d" class="xgrid crisp"/><path id="e" class="xgrid-minor"/></g><linearGradient id="f"/></svg></div>
  <p id="g" class="
    x y"></p></body>`;

test.each([
  "path",
  ".main",
  "g.x",
  ".x",
  ".y",
  ".x.y",
  "path.xgrid",
  "path.xgrid.crisp",
  "svg#b",
  "#e",
  "linearGradient",
  "g.nothing",
  "svg path, p",
  ":scope > div",
  '[class^="main"]',
])("finds the elements that jsdom finds by %s", (selector) => {
  const { window } = new JSDOM(page);
  const body = (window["document"] as { body: Found }).body;
  const found = () => ({
    first: body.querySelector(selector)?.id,
    all: [...body.querySelectorAll(selector)].map(({ id }) => id),
  });
  const theirs = found();
  answerSimpleSelectors(window.Element.prototype);
  expect(found()).toEqual(theirs);
});

test("a selector that is none is the error that it was", () => {
  const { window } = new JSDOM(page);
  const { body } = window["document"] as { body: Found };
  answerSimpleSelectors(window.Element.prototype);
  expect(() => body.querySelector("..")).toThrow(/not a valid selector/);
  expect(() => body.querySelector("")).toThrow(/not a valid selector|empty/);
});
