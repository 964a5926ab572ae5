import { Fields } from "./fields.ts";

// https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-subshells

/** @returns the id of the subshell to delete @throws ContentError */
export function parseDeleteSubshellRequest(content: object): string {
  return new Fields(content, "delete_subshell_request").string("subshell_id");
}
