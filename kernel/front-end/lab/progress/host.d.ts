// What the index touches of JupyterLab, beyond what the homework's buttons do; it provides this module at run time.

declare module "@jupyterlab/notebook" {
  interface NotebookCell {
    readonly id: string;
    readonly type: string;
    readonly sharedModel: { getSource(): string };
    /** Of code cells only. */
    readonly outputs?: {
      readonly length: number;
      get(index: number): OutputModel;
      add(output: { output_type: string; [name: string]: unknown }): void;
    };
  }

  /** One output of a cell. */
  export interface OutputModel {
    readonly data: Readonly<Record<string, unknown>>;
    readonly metadata: Record<string, unknown>;
    setData(options: {
      data: Record<string, unknown>;
      metadata: Record<string, unknown>;
    }): void;
  }

  export const NotebookActions: {
    /** A cell is done, and its outputs are there. */
    readonly executed: {
      connect(slot: (sender: unknown, run: FinishedRun) => void): void;
    };
    runCells(
      notebook: NotebookPanel["content"],
      cells: readonly Cell[],
      context: NotebookPanel["sessionContext"],
    ): Promise<boolean>;
  };

  interface FinishedRun {
    readonly notebook: NotebookPanel["content"];
    readonly cell: { readonly model: NotebookCell };
    readonly success: boolean;
  }
}
