import { parseDeleteSubshellRequest } from "../protocol/subshell.ts";
import type { Handler } from "../services/handler.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#create-subshell */
export const createSubshell: Handler = {
  when: "at-once",
  reply: "create_subshell_reply",
  handle: (_request, { subshells }) => ({
    content: { status: "ok", subshell_id: subshells.create() },
  }),
};

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#delete-subshell */
export const deleteSubshell: Handler = {
  when: "at-once",
  reply: "delete_subshell_reply",
  handle(request, { subshells }) {
    subshells.delete(parseDeleteSubshellRequest(request.content));
    return { content: { status: "ok" } };
  },
};

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#list-subshells */
export const listSubshells: Handler = {
  when: "at-once",
  reply: "list_subshell_reply",
  handle: (_request, { subshells }) => ({
    content: { status: "ok", subshell_id: subshells.list() },
  }),
};
