// The few things of JupyterLab that the plugin touches. JupyterLab provides them at run time; its own packages would
// bring a hundred more into the lock file for these lines.

declare module "@jupyterlab/rendermime" {
  import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";

  /** Token by which a plugin asks for the application's table of renderers. */
  export const IRenderMimeRegistry: unique symbol;
  export interface IRenderMimeRegistry {
    /** Keeps one factory per MIME type: the last one added wins. */
    addFactory(factory: IRenderMime.IRendererFactory, rank?: number): void;
    getFactory(mimeType: string): IRenderMime.IRendererFactory | undefined;
    createRenderer(mimeType: string): IRenderMime.IRenderer & {
      readonly node: HTMLElement;
    };
    createModel(options: {
      data: Record<string, unknown>;
      metadata?: Record<string, unknown>;
      trusted: boolean;
    }): IRenderMime.IMimeModel;
    /** @param safe "ensure": only what may be shown of a notebook that is not trusted */
    preferredMimeType(
      bundle: Record<string, unknown>,
      safe: "ensure" | "any",
    ): string | undefined;
  }
}

declare module "@jupyterlab/apputils" {
  import type { Widget } from "@lumino/widgets";

  /** Token for the list of commands that one searches. */
  export const ICommandPalette: unique symbol;
  export interface ICommandPalette {
    addItem(item: { command: string; category: string }): void;
  }
  /** Token for what makes the items of toolbars. */
  export const IToolbarWidgetRegistry: unique symbol;
  export interface IToolbarWidgetRegistry {
    /** Keeps one per name: the last one added wins. @returns the one before */
    addFactory(
      toolbar: string,
      item: string,
      make: (panel: unknown) => Widget,
    ): ((panel: unknown) => Widget) | undefined;
  }
  export const InputDialog: {
    /** @returns a value of null when the person wants it no more */
    getText(options: {
      title: string;
      text: string;
    }): Promise<{ value: string | null }>;
  };
  export function showErrorMessage(title: string, text: string): Promise<void>;
}

declare module "@jupyterlab/ui-components" {
  import type { VirtualElement } from "@lumino/virtualdom";

  export class LabIcon implements VirtualElement.IRenderer {
    constructor(options: { name: string; svgstr: string });
    render(container: HTMLElement): void;
  }
}

declare module "@jupyterlab/application" {
  /** Token for what the application is doing as a whole. */
  export const ILabStatus: unique symbol;
  export interface ILabStatus {
    /** Says when the first kernel becomes busy and the last one idle. */
    readonly busySignal: {
      connect(slot: (sender: unknown, isBusy: boolean) => void): boolean;
    };
  }
}
