import { language, type LanguageSupport } from "@codemirror/language";
import { Compartment, type Extension, Prec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { IEditorLanguageRegistry } from "@jupyterlab/codemirror";
import { findJsx } from "./find-jsx.ts";

/** What an editor shows, and in which language by its notebook. */
interface Model {
  mimeType: string;
}

/** Both ways to read a cell. */
interface Languages {
  typescript: LanguageSupport;
  tsx: LanguageSupport;
}

/** JupyterLab knows TypeScript and TSX as two languages, of which a notebook has one: a cell with JSX gets the other. */
export class JsxLanguage {
  /** JupyterLab loads a language when it is asked for. */
  #languages: Promise<Languages | undefined> | undefined;

  readonly #registry: IEditorLanguageRegistry;

  constructor(registry: IEditorLanguageRegistry) {
    this.#registry = registry;
  }

  /** For the editor of a cell or file. */
  extensionFor(model: Model): Extension {
    const place = new Compartment();
    return [
      // Before JupyterLab's own choice.
      Prec.high(place.of([])),
      EditorView.updateListener.of(({ view, docChanged, transactions }) => {
        if (model.mimeType !== "application/typescript") return;
        // An effect may be JupyterLab's choice.
        if (docChanged || transactions.some(({ effects }) => effects.length))
          void this.#choose(view, place);
      }),
    ];
  }

  async #choose(view: EditorView, place: Compartment): Promise<void> {
    const languages = await (this.#languages ??= this.#load());
    if (!languages) return;
    const { typescript, tsx } = languages;
    const isJsx = findJsx(view.state.doc.toString(), {
      typescript: typescript.language.parser,
      tsx: tsx.language.parser,
    });
    const wasJsx = view.state.facet(language) === tsx.language;
    if (isJsx !== wasJsx)
      view.dispatch({ effects: place.reconfigure(isJsx ? tsx : []) });
  }

  async #load(): Promise<Languages | undefined> {
    const [typescript, tsx] = await Promise.all(
      ["TypeScript", "TSX"].map((name) => this.#registry.getLanguage(name)),
    );
    return typescript?.support && tsx?.support
      ? { typescript: typescript.support, tsx: tsx.support }
      : undefined;
  }
}
