import type { Cell } from "@jupyterlab/notebook";
import type { Ties } from "../../../interpreter/editor.ts";
import type { NotebookEditor } from "./notebook-editor.ts";

/** What the cells of a notebook have to do with each other: told on hover of the number beside them, and a mark at those that are stale. */
export class CellTies {
  #known: Record<string, Ties> = {};
  #state = -1;
  readonly #notebook: NotebookEditor;
  readonly #isOn: () => boolean;

  /** @param isOn whether stale cells are to be marked */
  constructor(notebook: NotebookEditor, isOn: () => boolean) {
    this.#notebook = notebook;
    this.#isOn = isOn;
    notebook.follow(async (state) => {
      if (!notebook.isOurs) this.#known = {};
      if (state !== this.#state && (await this.#ask())) this.#state = state;
      this.#show();
    });
  }

  /** In the order of the document. */
  get stale(): Cell[] {
    return this.#notebook.codeCells.filter(
      ({ model }) => this.#known[model.id]?.stale.length,
    );
  }

  /** The same, as of now. */
  async findStale(): Promise<Cell[]> {
    await this.#ask();
    return this.stale;
  }

  async #ask(): Promise<boolean> {
    const counts = Object.fromEntries(
      this.#notebook.codeCells.flatMap(({ model }) =>
        model.executionCount ? [[model.id, model.executionCount]] : [],
      ),
    );
    const answer = await this.#notebook.ask({ type: "ties", counts });
    if (answer?.ties) this.#known = answer.ties;
    return answer !== undefined;
  }

  #show(): void {
    for (const { model, node } of this.#notebook.codeCells) {
      const ties = this.#known[model.id];
      const isStale =
        this.#isOn() && ties !== undefined && ties.stale.length > 0;
      node.classList.toggle("romanesco-stale", isStale);
      const prompt = node.querySelector<HTMLElement>(".jp-InputPrompt");
      if (prompt) prompt.title = ties ? describe(ties, isStale) : "";
    }
  }
}

function describe({ declares, uses, stale }: Ties, isStale: boolean): string {
  const lines: string[] = [];
  if (isStale) lines.push(`Stale: ${stale.join(", ")} set anew since it ran`);
  if (declares.length) lines.push(`Declares ${declares.join(", ")}`);
  const used = uses.map(({ name, from }) =>
    from ? `${name} [${from}]` : name,
  );
  if (used.length) lines.push(`Uses ${used.join(", ")}`);
  return lines.join("\n");
}

const style = `
.romanesco-stale .jp-InputPrompt::before { content: "↻ "; color: var(--jp-warn-color0); font-weight: bold; }
`;

export function addTiesStyle(): void {
  const element = document.createElement("style");
  element.textContent = style;
  document.head.append(element);
}
