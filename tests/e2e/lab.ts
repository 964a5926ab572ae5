import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const longestEndMs = 30_000;

/** JupyterLab as `make lab` starts it, with what dist holds, on a folder of its own, with a home of its own. */
export class Lab {
  readonly #child: ChildProcess;

  private constructor(
    readonly url: string,
    readonly folder: string,
    child: ChildProcess,
  ) {
    this.#child = child;
  }

  static async start(): Promise<Lab> {
    const home = await mkdtemp(join(tmpdir(), "romanesco-e2e-"));
    const main = resolve("dist/kernel/main.js");
    const install = [main, "install", "--prefix", join(home, ".prefix")];
    execFileSync(process.execPath, install);
    const port = await findFreePort();
    const child = spawn(
      process.execPath,
      [
        ...[main, "lab", "--env", resolve(".venv")],
        ...[home, "--no-browser", `--port=${port}`],
        ...["--IdentityProvider.token=", "--ServerApp.port_retries=0"],
        // Lets a test see what the window itself knows of its kernel.
        "--LabApp.expose_app_in_browser=True",
      ],
      {
        stdio: ["ignore", "ignore", "pipe"],
        env: makeEnvironment(home),
        detached: true,
      },
    );
    await listening(child);
    await answering(port);
    return new Lab(`http://127.0.0.1:${port}`, home, child);
  }

  /** Puts a notebook into the folder; it is not signed, so JupyterLab does not trust it. */
  async write(name: string, notebook: object): Promise<void> {
    await writeFile(join(this.folder, name), JSON.stringify(notebook));
  }

  async read(name: string): Promise<Notebook> {
    const text = await readFile(join(this.folder, name), "utf8");
    return JSON.parse(text) as Notebook;
  }

  /** JupyterLab takes cells out of the page that are far from view; for a test that looks at all of them, before it opens one. */
  async attachAllCells(): Promise<void> {
    await this.set("@jupyterlab/notebook-extension", "tracker", {
      windowingMode: "none",
    });
  }

  /** Sets what a plugin of an extension does; pages that are opened afterwards know. */
  async set(extension: string, plugin: string, set: object): Promise<void> {
    const folder = join(this.folder, ".settings", extension);
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, `${plugin}.jupyterlab-settings`),
      JSON.stringify(set),
    );
  }

  /** Pages that are loaded from now on have this extension no more; others that were taken out have come back. */
  async disable(extension: string): Promise<void> {
    const folder = join(this.folder, ".config/labconfig");
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "page_config.json"),
      JSON.stringify({ disabledExtensions: { [extension]: true } }),
    );
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, "exit");
      this.#child.kill("SIGTERM");
      // At its end Python waits for threads of AnyIO's, which now and then never end; the kernels are gone by then.
      const late = setTimeout(
        () => process.kill(-this.#child.pid!, "SIGKILL"),
        longestEndMs,
      );
      await ended;
      clearTimeout(late);
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

export interface Notebook {
  cells: Cell[];
  metadata: {
    romanesco?: {
      progress?: { ran: string[]; quiz: Record<string, string> };
    };
  };
}

export interface Cell {
  id?: string;
  cell_type?: string;
  source?: string | string[];
  execution_count?: number | null;
  metadata: { tags?: string[] };
  /** Of code cells only. */
  outputs?: { output_type: string; data?: Record<string, unknown> }[];
}

/** Settings, sessions and workspaces of whoever runs the tests stay out of them. */
function makeEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    JUPYTER_CONFIG_DIR: join(home, ".config"),
    JUPYTER_DATA_DIR: join(home, ".data"),
    // Comes before the environment, in which another build may be installed.
    JUPYTER_PATH: join(home, ".prefix", "share", "jupyter"),
    JUPYTER_RUNTIME_DIR: join(home, ".runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(home, ".settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(home, ".workspaces"),
  };
}

async function listening(child: ChildProcess): Promise<void> {
  const log: string[] = [];
  const lines = createInterface({
    input: child.stderr as NodeJS.ReadableStream,
  });
  await new Promise<void>((done, fail) => {
    child.once("error", fail);
    child.once("exit", () =>
      fail(new Error(`JupyterLab did not start:\n${log.join("\n")}`)),
    );
    lines.on("line", (line) => {
      log.push(line);
      if (/is running at/.test(line)) done();
    });
  });
}

/** Jupyter's server says that it runs a moment before it listens. */
export async function answering(port: number): Promise<void> {
  const ask = () =>
    fetch(`http://127.0.0.1:${port}/api`).then(
      () => true,
      () => false,
    );
  while (!(await ask())) await pause(20);
}

export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
