import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** No question about news and no look for updates, both of which ask the network, and guides are shown. */
const overrides = {
  "@jupyterlab/apputils-extension:notification": {
    fetchNews: "false",
    checkForUpdates: false,
  },
  // Guides are to be read; Open With, Editor shows their text.
  "@jupyterlab/docmanager-extension:plugin": {
    defaultViewers: { markdown: "Markdown Preview" },
  },
};

/**
 * Jupyter's server writes each message of a kernel by itself, and by Nagle's algorithm the second of several waits until the
 * page has acknowledged the first, which a browser does after 40 ms if it has nothing to say. A control sends its next value once
 * it has heard of the last, so it moves what follows it 18 times per second; without the wait, 70 to 80 times (on two busy cores, no browser).
 */
const serverConfig = `# Written by romanesco lab: messages of kernels reach the page without waiting for one another.
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

jupyters_open = KernelWebsocketHandler.open


def open_without_delay(self, *args, **kwargs):
    self.set_nodelay(True)
    return jupyters_open(self, *args, **kwargs)


KernelWebsocketHandler.open = open_without_delay
`;

/**
 * Settings for this start only.
 * @returns JupyterLab's options that name them, and the folder that its server is configured from before others
 */
export function writeSettings(folder: string): {
  options: string[];
  configPath: string;
} {
  const settings = resolve(folder, "share", "jupyter", "romanesco-settings");
  const server = join(settings, "server");
  mkdirSync(server, { recursive: true });
  writeFileSync(join(settings, "overrides.json"), JSON.stringify(overrides));
  writeFileSync(join(server, "jupyter_server_config.py"), serverConfig);
  const paths = [server, process.env.JUPYTER_CONFIG_PATH];
  return {
    options: [
      `--LabApp.app_settings_dir=${settings}`,
      "--LabApp.extension_manager=readonly",
    ],
    configPath: paths.filter(Boolean).join(delimiter),
  };
}
