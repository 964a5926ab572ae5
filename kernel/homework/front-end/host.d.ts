// What our extension touches of JupyterLab's notebooks; it provides these modules at run time.

declare module "@jupyterlab/notebook" {
  import type { Widget } from "@lumino/widgets";
  import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";

  /** Token by which a plugin asks for the open notebooks. */
  export const INotebookTracker: unique symbol;
  export interface INotebookTracker {
    /** A notebook was opened; those that are open already are not told of. */
    readonly widgetAdded: {
      connect(slot: (sender: unknown, panel: NotebookPanel) => void): void;
    };
    forEach(visit: (panel: NotebookPanel) => void): void;
    find(test: (panel: NotebookPanel) => boolean): NotebookPanel | undefined;
    /** The one in hand. */
    readonly currentWidget: NotebookPanel | null;
    readonly currentChanged: Signal<unknown, unknown>;
  }

  /** The front end's end of a comm. */
  export interface Comm {
    readonly isDisposed: boolean;
    onMsg: (message: { content: { data: object } }) => void;
    onClose: (message: object) => void;
    open(data: object): void;
    send(data: object): void;
    close(): void;
  }

  interface Signal<Sender, Value> {
    connect(slot: (sender: Sender, value: Value) => void): void;
    disconnect(slot: (sender: Sender, value: Value) => void): void;
  }

  /** A page's connection to a kernel. */
  export interface Kernel {
    /** This page's session in the headers of messages. */
    readonly clientId: string;
    readonly info: Promise<{ implementation: string }>;
    readonly statusChanged: Signal<unknown, string>;
    readonly iopubMessage: Signal<unknown, IopubMessage>;
    createComm(targetName: string): Comm;
    requestExecute(content: {
      code: string;
      silent: boolean;
      store_history: boolean;
      user_expressions: Record<string, string>;
    }): { readonly done: Promise<{ content: ExecuteReply }> };
    requestCommInfo(content: { target_name: string }): Promise<{
      content: { comms?: Record<string, unknown> };
    }>;
  }

  interface ExecuteReply {
    user_expressions?: Record<
      string,
      | {
          status: "ok";
          data: Record<string, unknown>;
          metadata: Record<string, unknown>;
        }
      | { status: "error"; ename: string; evalue: string }
    >;
  }

  interface IopubMessage {
    header: { msg_type: string };
    parent_header: { msg_type?: string; session?: string };
    content: { execution_state?: string; [name: string]: unknown };
  }

  export interface Cell extends Widget {
    readonly model: {
      readonly id: string;
      readonly type: string;
      /** Of code cells: the number beside it. */
      readonly executionCount?: number | null;
      readonly sharedModel: {
        getSource(): string;
        updateSource(start: number, end: number, text: string): void;
        /** Makes one step of undo of several changes. */
        transact(work: () => void): void;
        undo(): void;
      };
    };
  }

  export interface NotebookCell {
    getMetadata(key: string): unknown;
  }

  export interface NotebookPanel extends Widget {
    readonly sessionContext: {
      readonly ready: Promise<void>;
      readonly statusChanged: Signal<unknown, string>;
      readonly session: { readonly kernel: Kernel | null } | null;
      readonly kernelChanged: Signal<unknown, unknown>;
    };
    readonly toolbar: {
      insertBefore(at: string, name: string, widget: Widget): boolean;
      addItem(name: string, widget: Widget): boolean;
    };
    /** Room between the toolbar and the cells. */
    readonly contentHeader: { addWidget(widget: Widget): void };
    readonly context: {
      readonly ready: Promise<void>;
      /** Path on the server, with / between. */
      readonly path: string;
      save(): Promise<void>;
    };
    readonly content: {
      readonly node: HTMLElement;
      readonly widgets: readonly Cell[];
      readonly rendermime: IRenderMimeRegistry;
      readonly activeCell: Cell | null;
      activeCellIndex: number;
      mode: "command" | "edit";
      scrollToItem(index: number, align: "smart"): Promise<void>;
      isSelectedOrActive(cell: Cell): boolean;
      readonly model: {
        readonly contentChanged: Signal<unknown, void>;
        readonly cells: Iterable<NotebookCell>;
        getMetadata(key: string): unknown;
        setMetadata(key: string, value: unknown): void;
      } | null;
    };
  }
}
