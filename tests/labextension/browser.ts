import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

/** Headless Chromium that reaches loopback and files only and remembers whatever else a page asked for. */
export class Browser {
  readonly foreignRequests: string[] = [];
  readonly scripts: string[] = [];

  readonly #context: BrowserContext;
  readonly #profile: string;

  private constructor(context: BrowserContext, profile: string) {
    this.#context = context;
    this.#profile = profile;
  }

  /** @param executablePath Chromium's program; default `CHROMIUM`, else Debian's /usr/bin/chromium */
  static async launch(
    executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  ): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), "romanesco-chromium-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      viewport: { width: 1280, height: 900 },
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    // A test's own limit is the one that counts; Playwright's would end it after 30 s on a busy machine.
    context.setDefaultTimeout(0);
    const browser = new Browser(context, profile);
    await context.route("**/*", async (route) => {
      const url = new URL(route.request().url());
      if (
        url.hostname === "127.0.0.1" ||
        ["data:", "blob:", "file:"].includes(url.protocol)
      ) {
        if (url.pathname.endsWith(".js")) browser.scripts.push(url.pathname);
        return route.continue();
      }
      browser.foreignRequests.push(url.href);
      return route.abort();
    });
    return browser;
  }

  newPage(): Promise<Page> {
    return this.#context.newPage();
  }

  async close(): Promise<void> {
    await this.#context.close();
    await rm(this.#profile, { recursive: true, force: true });
  }
}
