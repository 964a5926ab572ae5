import { commClose, commInfo, commMessage, commOpen } from "./comm.ts";
import { complete } from "./complete.ts";
import { connect } from "./connect.ts";
import { debug } from "./debug.ts";
import { editorComm } from "./editor-comm.ts";
import { execute } from "./execute.ts";
import type { Handler } from "../services/handler.ts";
import type { HostComms } from "../services/host-comms.ts";
import type { Message } from "../protocol/header.ts";
import { history } from "./history.ts";
import { inspect } from "./inspect.ts";
import { interrupt } from "./interrupt.ts";
import { isComplete } from "./is-complete.ts";
import { kernelInfo } from "./kernel-info.ts";
import { shutdown } from "./shutdown.ts";
import { createSubshell, deleteSubshell, listSubshells } from "./subshell.ts";
import { usage } from "./usage.ts";

/** From msg_type to handler, for shell and control alike. */
export const handlers: ReadonlyMap<string, Handler> = new Map([
  ["execute_request", execute],
  ["kernel_info_request", kernelInfo],
  ["is_complete_request", isComplete],
  ["complete_request", complete],
  ["inspect_request", inspect],
  ["history_request", history],
  ["comm_info_request", commInfo],
  ["comm_open", commOpen],
  ["comm_msg", commMessage],
  ["comm_close", commClose],
  ["connect_request", connect],
  ["interrupt_request", interrupt],
  ["shutdown_request", shutdown],
  ["debug_request", debug],
  ["usage_request", usage],
  ["create_subshell_request", createSubshell],
  ["delete_subshell_request", deleteSubshell],
  ["list_subshell_request", listSubshells],
]);

/** Who handles a message; undefined where nobody does. */
export function handlerOf(
  request: Message,
  hostComms: HostComms,
): Handler | undefined {
  return hostComms.takes(request)
    ? editorComm
    : handlers.get(request.header.msg_type);
}
