import { Widget } from "@lumino/widgets";
import type { HomeworkEvent } from "./homework-run.ts";

/** The table above the cells: a line for each question as it is checked, then what to do. */
export class HomeworkReport extends Widget {
  private readonly title_ = make("strong", "");
  private readonly state = make("span", "");
  private readonly notes = make("div", "");
  private readonly rows = document.createElement("tbody");
  private readonly actions = make("div", "");

  /** @param onClose the person closes it, or stops what runs */
  constructor(title: string, onClose: () => void) {
    super();
    this.addClass("jp-RomanescoHomework");
    this.title_.textContent = title;
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", title);
    Object.assign(this.node.style, {
      overflow: "auto",
      minHeight: "220px",
      maxHeight: "45vh",
      padding: "8px 16px",
      borderBottom: "1px solid var(--jp-border-color1)",
      fontFamily: "var(--jp-ui-font-family)",
      fontSize: "var(--jp-ui-font-size1)",
      color: "var(--jp-ui-font-color1)",
      background: "var(--jp-layout-color1)",
    });
    this.state.setAttribute("role", "status");
    this.state.style.margin = "0 12px";
    const close = button("Close", () => {
      onClose();
      this.dispose();
    });
    const table = document.createElement("table");
    table.style.margin = "8px 0";
    table.append(this.rows);
    this.node.append(
      this.title_,
      this.state,
      close,
      this.notes,
      table,
      this.actions,
    );
    this.say("starting");
  }

  say(text: string): void {
    this.state.textContent = text;
  }

  note(text: string): void {
    this.notes.append(make("div", text));
  }

  showEvent(event: HomeworkEvent): void {
    switch (event.type) {
      case "start":
        return this.say(
          `running ${String(event.questions)} questions from a fresh start`,
        );
      case "problem":
        return this.note(`! ${String(event.gradeId)} ${String(event.message)}`);
      case "failed":
        return this.note(`${String(event.cell)}: ${String(event.reason)}`);
      case "question":
        return this.addQuestion(event);
      case "end":
        return this.say(describeEnd(event));
      case "receipt":
        return this.showReceipt(event);
    }
  }

  /** Offers choices; resolves with the one that was taken. */
  choose(question: string, choices: Record<string, string>): Promise<string> {
    return new Promise((resolve) => {
      const take = (value: string) => {
        this.actions.replaceChildren();
        resolve(value);
      };
      const buttons = Object.entries(choices).map(([label, value]) =>
        button(label, () => take(value)),
      );
      this.actions.replaceChildren(make("span", `${question} `), ...buttons);
    });
  }

  /** Asks for a few texts; resolves once all are filled in. */
  ask(labels: string[], values: string[]): Promise<string[]> {
    return new Promise((resolve) => {
      const fields = labels.map((label, at) => field(label, values[at] ?? ""));
      const send = button("Go on", () => {
        const texts = fields.map(({ input }) => input.value.trim());
        if (texts.some((text) => text === ""))
          return this.say("please fill in everything");
        this.actions.replaceChildren();
        resolve(texts);
      });
      this.actions.replaceChildren(...fields.map(({ label }) => label), send);
      fields[0]?.input.focus();
    });
  }

  private addQuestion(event: HomeworkEvent): void {
    const { gradeId, points, maxPoints, reasons } = event;
    const open = points === undefined;
    const full = points === maxPoints;
    const row = document.createElement("tr");
    row.dataset.question = String(gradeId);
    row.dataset.state = open ? "open" : full ? "passed" : "lost";
    const mark = open ? "by hand" : full ? "✓ passed" : "✗";
    const got = `${open ? "–" : String(points)} of ${String(maxPoints)}`;
    const why = document.createElement("td");
    why.append(...(reasons as string[]).map((reason) => make("div", reason)));
    row.append(
      make("td", mark),
      make("td", String(gradeId)),
      make("td", got),
      why,
    );
    for (const cell of row.cells) {
      cell.style.padding = "2px 12px 2px 0";
      cell.style.verticalAlign = "top";
    }
    this.rows.append(row);
  }

  private showReceipt(event: HomeworkEvent): void {
    this.say("handed in");
    this.note(`Handed in as ${String(event.file)}, ${String(event.time)}.`);
    this.note(
      `Receipt code ${String(event.code)}: write it down, it proves what you handed in.`,
    );
  }
}

function describeEnd({
  points,
  maxPoints,
  pending,
  lost,
}: HomeworkEvent): string {
  const byHand = pending ? `, ${String(pending)} to be given by a person` : "";
  const rest = lost
    ? `; ${String(lost)} not complete`
    : "; all checks that you can see pass";
  return `${String(points)} of ${String(maxPoints)} points${byHand}${rest}`;
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  // As text: what a cell printed must not become part of the page.
  element.textContent = text;
  return element;
}

function button(label: string, onClick: () => void): HTMLButtonElement {
  const made = make("button", label);
  made.className = "jp-Button jp-mod-styled jp-mod-reject";
  made.style.marginRight = "8px";
  made.addEventListener("click", onClick);
  return made;
}

function field(
  text: string,
  value: string,
): { label: HTMLLabelElement; input: HTMLInputElement } {
  const label = make("label", `${text} `);
  label.style.marginRight = "12px";
  const input = document.createElement("input");
  input.className = "jp-mod-styled";
  input.value = value;
  // Else JupyterLab takes the keys for its shortcuts.
  input.addEventListener("keydown", (event) => event.stopPropagation());
  label.append(input);
  return { label, input };
}
