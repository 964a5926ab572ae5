import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** Settings that would have JupyterLab ask the network. */
const pageConfig = {
  disabledExtensions: {
    "@jupyterlab/apputils-extension:announcements": true,
    "@jupyterlab/extensionmanager-extension": true,
  },
};

/** A JupyterLab on loopback with a home of its own and our extension as the only one. */
export class LabServer {
  private constructor(
    readonly url: string,
    readonly directory: string,
    private readonly child: ChildProcess,
  ) {}

  /**
   * @param python folder of the Python environment, default the project's `.venv`
   * @throws Error with the server's output if it ends before it listens
   */
  static async start(python = resolve(".venv")): Promise<LabServer> {
    const directory = await mkdtemp(join(tmpdir(), "romanesco-lab-"));
    await mkdir(join(directory, "config", "labconfig"), { recursive: true });
    await writeFile(
      join(directory, "config", "labconfig", "page_config.json"),
      JSON.stringify(pageConfig),
    );
    await cp(
      "dist/labextension",
      join(directory, "data", "labextensions", "romanesco-labextension"),
      { recursive: true },
    );
    const port = await findFreePort();
    const child = spawn(
      join(python, "bin", "jupyter-lab"),
      [
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        `--ServerApp.root_dir=${directory}`,
        `--ServerApp.port=${port}`,
        "--ServerApp.port_retries=0",
        // Lets a test run commands without looking for them in menus.
        "--LabApp.expose_app_in_browser=True",
      ],
      {
        stdio: ["ignore", "ignore", "pipe"],
        env: {
          ...process.env,
          JUPYTER_CONFIG_DIR: join(directory, "config"),
          JUPYTER_DATA_DIR: join(directory, "data"),
          // Comes before the environment, in which another build of the extension may be installed.
          JUPYTER_PATH: join(directory, "data"),
          JUPYTER_RUNTIME_DIR: join(directory, "runtime"),
          JUPYTERLAB_WORKSPACES_DIR: join(directory, "workspaces"),
        },
      },
    );
    await listening(child);
    return new LabServer(`http://127.0.0.1:${port}`, directory, child);
  }

  /** Puts a notebook into the served folder; it is not signed, so JupyterLab does not trust it. */
  async write(name: string, notebook: object): Promise<void> {
    await writeFile(join(this.directory, name), JSON.stringify(notebook));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGTERM");
      await once(this.child, "exit");
    }
    await rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function listening(child: ChildProcess): Promise<void> {
  const log: string[] = [];
  const lines = createInterface({
    input: child.stderr as NodeJS.ReadableStream,
  });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () =>
      reject(new Error(`JupyterLab did not start:\n${log.join("\n")}`)),
    );
    lines.on("line", (line) => {
      log.push(line);
      if (/is running at/.test(line)) resolve();
    });
  });
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
