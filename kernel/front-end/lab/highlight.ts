import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry,
  IEditorLanguageRegistry,
} from "@jupyterlab/codemirror";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import { JsxLanguage } from "./jsx.ts";

const color = (name: string) => `var(--jp-mirror-editor-${name}-color)`;

/**
 * JupyterLab's own rules leave these in the colour of plain text. Its themes have colours for them all the same, so they
 * look right in each.
 */
const style = HighlightStyle.define([
  { tag: [tags.regexp, tags.escape], color: color("string-2") },
  { tag: tags.special(tags.string), color: color("string-2") },
  { tag: [tags.typeName, tags.namespace], color: color("variable-3") },
  { tag: tags.null, color: color("keyword"), fontWeight: "bold" },
  { tag: tags.attributeValue, color: color("string") },
  { tag: tags.angleBracket, color: color("bracket") },
]);

/** Colours regular expressions, template strings, types and JSX in the editors of cells and files. */
export const highlightPlugin = {
  id: "romanesco-labextension:highlight",
  description: "Colours what JupyterLab's editor leaves plain in TypeScript",
  autoStart: true,
  requires: [IEditorExtensionRegistry, IEditorLanguageRegistry],
  activate(
    _application: unknown,
    extensions: IEditorExtensionRegistry,
    languages: IEditorLanguageRegistry,
  ): void {
    const jsx = new JsxLanguage(languages);
    extensions.addExtension({
      name: "romanesco:highlight",
      factory: ({ model }) =>
        EditorExtensionRegistry.createImmutableExtension([
          syntaxHighlighting(style),
          jsx.extensionFor(model),
        ]),
    });
  },
};
