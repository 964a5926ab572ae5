import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser } from "../labextension/browser.ts";

const index = new URL("../../dist/docs/index.html", import.meta.url).href;

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await Browser.launch();
  page = await browser.newPage();
  await page.goto(index);
});
afterAll(() => browser?.close());

test("the reference opens from a file, with every category in its list", async () => {
  const list = page.locator(".tsd-navigation > ul > li > details > summary");
  await list.last().waitFor();
  expect(await list.allInnerTexts()).toEqual([
    "Pools",
    "Executors",
    "Clusters",
    "Processes and threads",
    "Synchronisation",
    "Sharing",
    "Timing",
    "Plots",
    "Display",
    "Controls",
    "Errors",
  ]);
});

test("its search finds a method, without a server", async () => {
  await page.keyboard.press("/");
  await page.locator("#tsd-search-input").fill("starmap");
  await page.locator("#tsd-search-results a").first().click();
  const method = page.locator("#starmap");
  await method.waitFor();
  expect(page.url()).toMatch(/Pool\.html#starmap$/);
});

test("it asks no other machine for anything", () => {
  expect(browser.foreignRequests).toEqual([]);
});
