import { Widget } from "@lumino/widgets";
import { findDifferences } from "../format/differences.ts";
import { writePoints } from "../format/points.ts";
import type { HomeworkEvent } from "./run.ts";
import { addStyle } from "./style.ts";

const name = "jp-RomanescoHomework";

export interface ReportHandler {
  /** The person closes it, or stops what runs. */
  close(): void;
  /** The person wants to see a question's cell. */
  show(gradeId: string): void;
}

/** The table above the cells: a line for each question as it is checked, then what to do. */
export class HomeworkReport extends Widget {
  readonly #state = make("span", "");
  readonly #progress = make("progress", "");
  readonly #notes = make("div", "");
  readonly #table = make("table", "");
  readonly #rows = make("tbody", "");
  readonly #actions = make("div", "", "actions");
  readonly #content = make("div", "");

  readonly #handler: ReportHandler;

  constructor(title: string, handler: ReportHandler) {
    super();
    this.#handler = handler;

    addStyle();
    this.addClass(name);
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", title);
    this.#state.setAttribute("role", "status");
    const close = make("button", "×", "close");
    close.title = "Close (stops the run)";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => {
      handler.close();
      this.dispose();
    });
    const head = make("div", "", "head");
    head.append(make("strong", title), this.#state, this.#progress, close);
    const body = make("div", "", "body");
    body.append(this.#notes, this.#table, this.#actions);
    this.#content.append(head, body);
    this.node.append(this.#content);
    this.say("starting");
    new ResizeObserver(() => this.#grow()).observe(this.#content);
  }

  /** Lumino gives a widget here no more room than its least height: as much as its content takes, and not half the window. */
  #grow(): void {
    const most = 0.45 * window.innerHeight;
    const height = Math.min(most, this.#content.offsetHeight + 1);
    this.node.style.minHeight = `${height}px`;
    this.parent?.fit();
  }

  say(text: string): void {
    this.#state.textContent = text;
  }

  note(text: string, kind = "note"): void {
    const line = make("div", text, "note");
    line.dataset.kind = kind;
    this.#notes.append(line);
  }

  showEvent(event: HomeworkEvent): void {
    switch (event.type) {
      case "start":
        return this.#start(Number(event.questions));
      case "problem":
        return this.note(
          `${String(event.gradeId)} ${String(event.message)}`,
          "problem",
        );
      case "failed":
        return this.note(
          `The cell ${String(event.cell)} ended with ${String(event.reason)}`,
        );
      case "question":
        return this.#addQuestion(event);
      case "end":
        this.#progress.remove();
        return this.say(describeEnd(event));
      case "ask":
        return this.#showAlong(event);
      case "receipt":
        return this.#showReceipt(event);
    }
  }

  /** Files beside the notebook that are handed in with it, for the person to see before. */
  #showAlong(event: HomeworkEvent): void {
    const [along, left] = [event.with, event.without] as string[][];
    if (along?.length) this.note(`Included: ${along.join(", ")}`, "along");
    if (left?.length)
      this.note(`Too large to include: ${left.join(", ")}`, "problem");
  }

  /** Offers choices, the first as the one that is likely wanted; resolves with the one that was taken. */
  choose(question: string, choices: Record<string, string>): Promise<string> {
    return new Promise((resolve) => {
      const take = (value: string) => {
        this.#actions.replaceChildren();
        resolve(value);
      };
      const buttons = Object.entries(choices).map(([label, value], at) =>
        button(label, at === 0 ? "accept" : "reject", () => take(value)),
      );
      this.#actions.replaceChildren(make("span", question), ...buttons);
      this.#actions.scrollIntoView({ block: "end" });
    });
  }

  /** Asks for a few texts; resolves once all are filled in. */
  ask(labels: string[], values: string[]): Promise<string[]> {
    return new Promise((resolve) => {
      this.#progress.remove();
      const fields = labels.map((label, at) => field(label, values[at] ?? ""));
      const send = () => {
        const texts = fields.map(({ input }) => input.value.trim());
        if (texts.some((text) => text === ""))
          return this.say("Please fill in every field");
        this.#actions.replaceChildren();
        resolve(texts);
      };
      for (const { input } of fields)
        input.addEventListener("keydown", (event) => {
          // Else JupyterLab takes the keys for its shortcuts.
          event.stopPropagation();
          if (event.key === "Enter") send();
        });
      this.#actions.replaceChildren(
        ...fields.map(({ label }) => label),
        button("Continue", "accept", send),
      );
      fields[0]?.input.focus();
    });
  }

  #start(questions: number): void {
    this.say(`Running ${questions} questions from a fresh start`);
    this.#progress.max = questions;
    this.#progress.value = 0;
    if (!this.#progress.isConnected) this.#state.after(this.#progress);
    const heads = ["", "Question", "Points", "Expected", "Got", "Read again"];
    const head = make("tr", "");
    head.append(...heads.map((text) => make("th", text)));
    const section = make("thead", "");
    section.append(head);
    this.#table.replaceChildren(section, this.#rows);
  }

  #addQuestion(event: HomeworkEvent): void {
    this.#progress.value += 1;
    const gradeId = String(event.gradeId);
    const { points } = event;
    const state =
      points === undefined
        ? "open"
        : points === event.maxPoints
          ? "passed"
          : "lost";
    const link = make("button", String(event.title ?? gradeId), "link");
    link.title = `Go to ${gradeId}`;
    link.addEventListener("click", () => this.#handler.show(gradeId));
    const question = make("td", "");
    question.append(link);
    const got = points === undefined ? "–" : writePoints(Number(points));
    const first = [
      make("td", { passed: "✓", lost: "✗", open: "?" }[state]),
      question,
      make("td", `${got} of ${writePoints(Number(event.maxPoints))}`, "points"),
    ];
    const lines = describeReasons(event.reasons as string[]);
    for (const cell of first) cell.rowSpan = lines.length;
    lines.forEach((line, at) => {
      const row = make("tr", "");
      row.dataset.state = state;
      if (at === 0) row.dataset.question = gradeId;
      row.append(...(at === 0 ? first : []), ...line);
      this.#rows.append(row);
    });
  }

  #showReceipt(event: HomeworkEvent): void {
    this.say("Submitted");
    const receipt = make("div", "", "receipt");
    receipt.append(
      make("div", "Receipt code"),
      make("div", String(event.code), "code"),
      make("div", "Write it down. It proves what you submitted."),
      make("div", `${String(event.file)}, ${String(event.time)}`, "note"),
    );
    this.#actions.replaceChildren();
    // Above the table, however long that is: the code is to be seen.
    this.#notes.before(receipt);
    this.node.scrollTop = 0;
  }
}

/** The last three cells of each line; there is one line at least. */
function describeReasons(reasons: string[]): HTMLTableCellElement[][] {
  const { differences, others } = findDifferences(reasons);
  const lines = differences.map(({ expected, got, hint }) => [
    make("td", expected, "value"),
    make("td", got, "value"),
    make("td", hint),
  ]);
  if (others.length > 0 || lines.length === 0) {
    const cell = make("td", "");
    cell.colSpan = 3;
    cell.append(...others.map((text) => make("div", text)));
    lines.push([cell]);
  }
  return lines;
}

function describeEnd({
  points,
  maxPoints,
  pending,
  lost,
  problems,
}: HomeworkEvent): string {
  const byHand = pending
    ? `, ${writePoints(Number(pending))} more to be marked by your teacher`
    : "";
  const missing = [
    ...(lost ? [`${String(lost)} incomplete`] : []),
    ...(problems ? ["see the notes above the questions"] : []),
  ];
  const rest = missing.join("; ") || "all checks that you can see pass";
  return `${writePoints(Number(points))} of ${writePoints(Number(maxPoints))} points${byHand}; ${rest}`;
}

/** @param part of the report, for its style */
function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text: string,
  part?: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  // As text: what a cell printed must not become part of the page.
  element.textContent = text;
  if (part) element.className = `${name}-${part}`;
  return element;
}

function button(
  label: string,
  kind: "accept" | "reject",
  onClick: () => void,
): HTMLButtonElement {
  const made = make("button", label);
  made.className = `jp-Button jp-mod-styled jp-mod-${kind}`;
  made.addEventListener("click", onClick);
  return made;
}

function field(
  text: string,
  value: string,
): { label: HTMLLabelElement; input: HTMLInputElement } {
  const label = make("label", text);
  const input = make("input", "");
  input.value = value;
  label.append(input);
  return { label, input };
}
