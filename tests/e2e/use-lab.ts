import { afterAll, beforeAll } from "vitest";
import { Browser } from "../labextension/browser.ts";
import { Lab } from "./lab.ts";

/**
 * JupyterLab and a browser for all tests of a file.
 * @param ready given both before the first test
 */
export function useLab(
  ready: (lab: Lab, browser: Browser) => Promise<void> | void,
): void {
  let lab: Lab | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    // Each is kept as soon as it is there: when the other does not start, it ends all the same.
    const [ours, its] = await Promise.all([
      Lab.start().then((started) => (lab = started)),
      Browser.launch().then((started) => (browser = started)),
    ]);
    await ready(ours, its);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
  });
}
