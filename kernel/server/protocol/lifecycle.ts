import { Fields } from "./fields.ts";

// https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-info and the sections on shutdown and interrupt

export interface KernelInfoReply {
  status: "ok";
  protocol_version: string;
  implementation: string;
  implementation_version: string;
  language_info: {
    name: string;
    version: string;
    mimetype: string;
    file_extension: string;
    pygments_lexer: string;
    codemirror_mode: string;
    nbconvert_exporter: string;
  };
  banner: string;
  help_links: { text: string; url: string }[];
  /** Deprecated by the spec in favour of supported_features; older front ends read it. */
  debugger: boolean;
  supported_features: string[];
}

export interface ShutdownReply {
  status: "ok";
  restart: boolean;
}

export interface ConnectReply {
  status: "ok";
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  hb_port: number;
  control_port: number;
}

/** Not in the spec: jupyter-resource-usage asks every kernel for it, and reads these names. */
export interface UsageReply {
  hostname: string;
  pid: number;
  cpu_count: number;
  /** Bytes held by the kernel and every process below it; missing where that can't be told. */
  kernel_memory?: number;
  host_virtual_memory: { total: number; free: number };
}

/** @returns whether the client starts the kernel again @throws ContentError */
export function parseShutdownRequest(content: object): boolean {
  return new Fields(content, "shutdown_request").boolean("restart", false);
}
