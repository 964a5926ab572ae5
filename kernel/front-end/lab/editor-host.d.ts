// What the editor's colours touch of JupyterLab and CodeMirror; JupyterLab provides these modules at run time.

declare module "@codemirror/language" {
  import type { Tree } from "@lezer/common";
  import type { Tag } from "@lezer/highlight";
  import type { Facet } from "@codemirror/state";

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

  export interface Language {
    parser: { parse(text: string): Tree };
  }
  /** An extension itself. */
  export interface LanguageSupport {
    language: Language;
  }
  /** The language that an editor reads its text in. */
  export const language: Facet<Language | null>;
}

declare module "@codemirror/state" {
  export interface Facet<Value> {
    readonly value: Value;
  }
  /** A place among an editor's extensions whose content may change. */
  export class Compartment {
    of(extension: object): object;
    reconfigure(extension: object): object;
  }
  export const Prec: { high(extension: object): object };
}

declare module "@codemirror/view" {
  import type { Facet } from "@codemirror/state";

  export interface Update {
    view: EditorView;
    docChanged: boolean;
    transactions: readonly { effects: readonly unknown[] }[];
  }
  export class EditorView {
    static readonly updateListener: {
      of(listener: (update: Update) => void): object;
    };
    readonly state: {
      doc: { toString(): string };
      facet<Value>(facet: Facet<Value>): Value;
    };
    dispatch(transaction: { effects: object }): void;
  }
}

declare module "@jupyterlab/codemirror" {
  import type { LanguageSupport } from "@codemirror/language";

  /** Token by which a plugin asks for what all editors are made with. */
  export const IEditorExtensionRegistry: unique symbol;
  export interface IEditorExtensionRegistry {
    addExtension(factory: {
      name: string;
      factory: (options: { model: { mimeType: string } }) => object;
    }): void;
  }
  export const EditorExtensionRegistry: {
    createImmutableExtension(extension: object): object;
  };
  /** Token for the languages that editors know. */
  export const IEditorLanguageRegistry: unique symbol;
  export interface IEditorLanguageRegistry {
    getLanguage(name: string): Promise<{ support?: LanguageSupport } | null>;
  }
}
