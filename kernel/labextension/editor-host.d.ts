// What the editor's colours touch of JupyterLab and CodeMirror; JupyterLab provides these modules at run time.

declare module "@codemirror/language" {
  import type { Tag } from "@lezer/highlight";

  export class HighlightStyle {
    static define(
      rules: readonly {
        tag: Tag | readonly Tag[];
        [css: string]: unknown;
      }[],
    ): HighlightStyle;
  }
  /** An editor's extension. */
  export function syntaxHighlighting(style: HighlightStyle): object;
}

declare module "@jupyterlab/codemirror" {
  /** Token by which a plugin asks for what all editors are made with. */
  export const IEditorExtensionRegistry: unique symbol;
  export interface IEditorExtensionRegistry {
    addExtension(factory: { name: string; factory: () => object }): void;
  }
  export const EditorExtensionRegistry: {
    createImmutableExtension(extension: object): object;
  };
}
