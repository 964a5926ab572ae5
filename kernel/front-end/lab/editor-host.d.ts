// What the editor's extensions touch of JupyterLab and CodeMirror; JupyterLab provides these modules at run time.

declare module "@codemirror/language" {
  import type { Tree } from "@lezer/common";
  import type { Tag } from "@lezer/highlight";
  import type { Extension, Facet } from "@codemirror/state";

  export class HighlightStyle {
    static define(
      rules: readonly {
        tag: Tag | readonly Tag[];
        [css: string]: unknown;
      }[],
    ): HighlightStyle;
  }
  export function syntaxHighlighting(style: HighlightStyle): Extension;

  export interface Language {
    parser: { parse(text: string): Tree };
  }
  export interface LanguageSupport {
    extension: Extension;
    language: Language;
  }
  /** The language that an editor reads its text in. */
  export const language: Facet<Language, Language | null>;
}

declare module "@jupyterlab/codemirror" {
  import type { LanguageSupport } from "@codemirror/language";
  import type { Extension } from "@codemirror/state";

  /** Token by which a plugin asks for what all editors are made with. */
  export const IEditorExtensionRegistry: unique symbol;
  export interface IEditorExtensionRegistry {
    addExtension(factory: {
      name: string;
      factory: (options: { model: { mimeType: string } }) => object;
    }): void;
  }
  export const EditorExtensionRegistry: {
    createImmutableExtension(extension: Extension): object;
  };
  /** Token for the languages that editors know. */
  export const IEditorLanguageRegistry: unique symbol;
  export interface IEditorLanguageRegistry {
    getLanguage(name: string): Promise<{ support?: LanguageSupport } | null>;
  }
}

declare module "@jupyterlab/completer" {
  /** Token for what offers completions. */
  export const ICompletionProviderManager: unique symbol;
  export interface ICompletionProviderManager {
    /** A completion was chosen, and is about to be written. Older JupyterLabs tell of none. */
    readonly selected?: {
      connect(
        slot: (sender: unknown, chosen: { insertText: string }) => void,
      ): void;
    };
  }
}

declare module "@jupyterlab/settingregistry" {
  /** Token for the settings of all plugins. */
  export const ISettingRegistry: unique symbol;
  export interface ISettingRegistry {
    load(plugin: string): Promise<{
      /** What the person has set, over the defaults. */
      readonly composite: Record<string, unknown>;
      readonly changed: { connect(slot: () => void): void };
    }>;
  }
}
