import { fileURLToPath } from "node:url";
import { defineCommand } from "../command.ts";
import { readPackageVersion } from "../installation/package-files.ts";

// Beside the folder of the bundles.
const libTypes = fileURLToPath(new URL("../lib/index.d.ts", import.meta.url));

/** `romanesco lsp`; works until the editor ends it. */
export const command = defineCommand({
  name: "lsp",
  about: `Tells an editor other than JupyterLab about the TypeScript cells of notebooks: errors, completion, definitions, renaming. It speaks the
language server protocol (3.17, with notebooks) over its stdin and stdout. No cell is run, and no kernel is needed.`,
  options: {
    stdio: {
      type: "boolean",
      help: "speaks over stdin and stdout, as it does anyway: editors give it",
    },
    // Given by editors that are made on vscode-languageclient.
    clientProcessId: { type: "string" },
  },
  run: async () => {
    const { serveLsp } = await import("../lsp/serve-lsp.ts");
    await serveLsp({
      libTypes,
      input: process.stdin,
      output: process.stdout,
      version: readPackageVersion(),
    });
    return 0;
  },
});

export const { run } = command;
