import packageJson from "../../../package.json" with { type: "json" };
import typescript from "typescript/package.json" with { type: "json" };
import { PROTOCOL_VERSION } from "../protocol/header.ts";
import type { KernelInfoReply } from "../protocol/lifecycle.ts";
import type { Handler } from "../services/handler.ts";
import { mayDebug } from "../services/may-debug.ts";

const content: KernelInfoReply = {
  status: "ok",
  protocol_version: PROTOCOL_VERSION,
  implementation: "romanesco",
  implementation_version: packageJson.version,
  language_info: {
    name: "typescript",
    version: typescript.version,
    // JupyterLab's registry and jupyter-lsp know this type, not text/typescript.
    mimetype: "application/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    // A string: JupyterLab looks the mode up by name.
    codemirror_mode: "typescript",
    nbconvert_exporter: "script",
  },
  banner: `Romanesco ${packageJson.version}: TypeScript ${typescript.version} on Node.js ${process.version}`,
  help_links: [
    { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
    { text: "Node.js", url: `https://nodejs.org/docs/${process.version}/api/` },
    {
      text: "JavaScript",
      url: "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference",
    },
  ],
  debugger: mayDebug(),
  supported_features: ["kernel subshells", ...(mayDebug() ? ["debugger"] : [])],
};

/**
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-info
 *
 * Asks nothing of the interpreter: front ends wait for this reply, and the runtime may still be starting.
 */
export const kernelInfo: Handler = {
  when: "at-once",
  reply: "kernel_info_reply",
  handle: () => ({ content }),
};
