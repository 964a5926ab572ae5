import type { Display, MimeBundle } from "../../display/mime-bundle.ts";

// What a cell shows, on iopub: https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-iopub-pub-sub-channel

export interface Stream {
  name: "stdout" | "stderr";
  text: string;
}

export interface DisplayData {
  data: MimeBundle;
  metadata: object;
  /**
   * Never saved. Always an object: nbclient takes `.get("display_id")` of it. `cell_id` is ours: where it stands, for a page that was
   * loaded after the cell had run.
   */
  transient: { display_id?: string; cell_id?: string };
}

export interface ExecuteResult extends DisplayData {
  execution_count: number;
}

export interface ErrorOutput {
  ename: string;
  evalue: string;
  traceback: string[];
}

export interface Status {
  execution_state: "starting" | "busy" | "idle";
}

export function toDisplayData(
  display: Display,
  displayId?: string,
  cellId?: string,
): DisplayData {
  const transient =
    displayId === undefined
      ? {}
      : { display_id: displayId, ...(cellId && { cell_id: cellId }) };
  return { data: display.data, metadata: display.metadata, transient };
}
