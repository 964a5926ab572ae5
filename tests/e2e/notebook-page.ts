import { mkdirSync } from "node:fs";
import type { Locator, Page } from "playwright-core";

/** As much of JupyterLab's application as is asked here. */
interface App {
  shell: {
    currentWidget?: {
      sessionContext?: {
        isReady: boolean;
        session?: {
          kernel?: {
            connectionStatus: string;
            status: string;
            subshellId: string | null;
          };
        };
      };
    };
  };
}

/** A notebook in JupyterLab's window, used by mouse and keyboard as a person would. */
export class NotebookPage {
  /** Paths on the server that the page asked for. */
  readonly asked: string[] = [];

  private constructor(readonly page: Page) {
    page.on("request", (request) => {
      this.asked.push(new URL(request.url()).pathname);
    });
  }

  /** Opens it in a workspace of its own, and waits until its cells are there. */
  static async open(
    page: Page,
    url: string,
    name: string,
  ): Promise<NotebookPage> {
    const notebook = new NotebookPage(page);
    const workspace = name.replaceAll(/\W/g, "-");
    await page.goto(`${url}/lab/workspaces/${workspace}/tree/${name}`);
    await notebook.cell(0).waitFor();
    return notebook;
  }

  cell(index: number): Locator {
    return this.page.locator(
      `.jp-Notebook .jp-Cell[data-windowed-list-index="${index}"]`,
    );
  }

  output(index: number): Locator {
    return this.cell(index).locator(".jp-OutputArea-output");
  }

  /** Resolves when the cell's prompt shows the number. */
  async ran(index: number, executionCount: number): Promise<void> {
    await this.cell(index)
      .locator(".jp-InputPrompt", { hasText: `[${executionCount}]:` })
      .waitFor();
  }

  async menu(...items: string[]): Promise<void> {
    for (const item of items)
      await this.page
        .locator(".lm-MenuBar-item, .lm-Menu-item")
        .filter({ hasText: new RegExp(`^${item}`) })
        .last()
        .click();
  }

  /** {@link kernelIs}, and the window shows it; its indicator says idle also before there is a kernel. */
  async kernelIs(status: string): Promise<void> {
    await kernelIs(this.page, status);
    await this.page
      .locator(
        `.jp-NotebookPanel .jp-Notebook-ExecutionIndicator[data-status="${status}"]`,
      )
      .waitFor();
  }

  async press(toolbarCommand: string): Promise<void> {
    await this.page
      .locator(`.jp-NotebookPanel-toolbar [data-command="${toolbarCommand}"]`)
      .click();
  }
}

/** Resolves when the page's notebook is connected to a kernel in this state; a cell that is run before is not. */
export async function kernelIs(page: Page, status: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const { jupyterapp } = globalThis as unknown as { jupyterapp?: App };
      const context = jupyterapp?.shell.currentWidget?.sessionContext;
      const kernel = context?.session?.kernel;
      return (
        context?.isReady === true &&
        kernel?.connectionStatus === "connected" &&
        kernel.status === wanted
      );
    },
    status,
    { polling: 100 },
  );
}

/** Resolves when the console in hand has its subshell; a cell that is run before waits behind those of the notebook. */
export async function hasSubshell(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const { jupyterapp } = globalThis as unknown as { jupyterapp?: App };
      const context = jupyterapp?.shell.currentWidget?.sessionContext;
      return typeof context?.session?.kernel?.subshellId === "string";
    },
    undefined,
    { polling: 100 },
  );
}

/** Keeps a picture of the window for a person to look at: .cache/e2e/NAME.png. */
export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(".cache/e2e", { recursive: true });
  const file = name.replaceAll(/\W+/g, "-").slice(0, 60);
  await page.screenshot({ path: `.cache/e2e/${file}.png` });
}
