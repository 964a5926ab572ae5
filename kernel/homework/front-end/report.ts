import { Widget } from "@lumino/widgets";
import { findDifferences } from "../format/differences.ts";
import { writeLocalTime } from "../format/local-time.ts";
import { writePoints } from "../format/points.ts";
import type { HomeworkEvent } from "./run.ts";
import { addStyle } from "./style.ts";

const name = "jp-RomanescoHomework";

export interface ReportHandler {
  /** The person closes it, or stops what runs. */
  close(): void;
  /** The person wants to see the answer to a question. */
  show(gradeId: string): void;
  /** The person is not who submits. */
  changeStudent(): void;
  /** The person wants to see the zip, a file beside the notebook, in the list of files; where there is such a list. */
  showFile: ((name: string) => void) | undefined;
  /** @returns where the browser can load a file beside the notebook from */
  findDownload(name: string): Promise<string>;
}

/** A text that a person has to give. */
export interface Field {
  label: string;
  value: string;
  /** What may stand there, where that is not plain. */
  hint?: string;
  /** Says what is wrong with it. */
  explain(text: string): string | undefined;
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
  #questions = 0;
  /** Saved, and on its way to the course. */
  #isUnderWay = false;

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

  /** The command is over. */
  end(): void {
    if (this.#isUnderWay) this.say("Saved, but not submitted: see the notes");
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
          `${String(event.title)}: ${String(event.message)}`,
          "problem",
        );
      case "slow":
        return this.say(
          `Still running: ${String(event.cell)}. It is stopped after ${String(event.limitSeconds)} s`,
        );
      case "failed":
        this.#sayRunning();
        return this.note(
          `${String(event.cell)} ended with ${String(event.reason)}`,
        );
      case "question":
        return this.#addQuestion(event);
      case "end":
        this.#progress.remove();
        return this.say(describeEnd(event));
      case "ask":
        return this.#showAlong(event);
      case "due":
        return this.note(String(event.words), event.isLate ? "problem" : "due");
      case "receipt":
        return this.#showReceipt(event);
      case "delivered":
        this.#isUnderWay = false;
        return this.say(`Submitted to ${String(event.address)}`);
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

  /** Whose homework it is, with a way to say that it is somebody else's. */
  showStudent(who: string): void {
    const line = make("div", `Student: ${who}. `, "note");
    const change = make("button", "Change", "link");
    change.addEventListener("click", () => this.#handler.changeStudent());
    line.append(change);
    this.#notes.append(line);
  }

  /** Asks for a few texts; resolves once all are right. */
  ask(asked: Field[]): Promise<string[]> {
    return new Promise((resolve) => {
      this.#progress.remove();
      const fields = asked.map(field);
      const problem = make("div", "", "wrong");
      problem.setAttribute("role", "alert");
      const findProblem = (texts: string[]) =>
        asked
          .map(({ explain }, at) => explain(texts[at]!))
          .find((message) => message !== undefined);
      const send = () => {
        const texts = fields.map(({ input }) => input.value.trim());
        const message = findProblem(texts);
        problem.textContent = message ?? "";
        if (message !== undefined) return;
        this.#actions.replaceChildren();
        resolve(texts);
      };
      // What was kept and is wrong is said at once; that nothing was kept yet is no fault.
      const kept = asked.map(({ value }) => value);
      if (kept.some((value) => value !== ""))
        problem.textContent = findProblem(kept) ?? "";
      for (const { input } of fields)
        input.addEventListener("keydown", (event) => {
          // Else JupyterLab takes the keys for its shortcuts.
          event.stopPropagation();
          if (event.key === "Enter") send();
        });
      this.#actions.replaceChildren(
        ...fields.map(({ label }) => label),
        button("Continue", "accept", send),
        problem,
      );
      fields[0]?.input.focus();
    });
  }

  #sayRunning(): void {
    this.say(`Running ${this.#questions} questions from a fresh start`);
  }

  #start(questions: number): void {
    this.#questions = questions;
    this.#sayRunning();
    this.#progress.max = questions;
    this.#progress.value = 0;
    if (!this.#progress.isConnected) this.#state.after(this.#progress);
    const heads = ["", "Question", "Result", "What to look at"];
    const head = make("tr", "");
    head.append(...heads.map((text) => make("th", text)));
    const section = make("thead", "");
    section.append(head);
    this.#table.replaceChildren(section, this.#rows);
  }

  #addQuestion(event: HomeworkEvent): void {
    this.#progress.value += 1;
    this.#sayRunning();
    const gradeId = String(event.gradeId);
    const state = event.state as keyof typeof marks;
    const link = make("button", String(event.title), "link");
    link.title = "Go to your answer";
    link.addEventListener("click", () => this.#handler.show(gradeId));
    const question = make("td", "");
    question.append(link);
    const reasons = make("td", "");
    reasons.append(...describeReasons(event.reasons as string[]));
    const row = make("tr", "");
    row.dataset.state = state;
    row.dataset.question = gradeId;
    row.append(
      make("td", marks[state]),
      question,
      make("td", describeResult(event), "points"),
      reasons,
    );
    this.#rows.append(row);
  }

  #showReceipt(event: HomeworkEvent): void {
    const file = String(event.file).split(/[\\/]/).at(-1) ?? "";
    const isUpload = event.address === undefined;
    this.#isUnderWay = !isUpload;
    this.say(isUpload ? "Saved, not yet submitted" : "Saved, being submitted");
    const receipt = make("div", "", "receipt");
    receipt.append(
      make("div", `Saved as ${file}`, "file"),
      this.#offerFile(file, isUpload),
      make("div", "Receipt code"),
      make("div", String(event.code), "code"),
      make("div", "Write it down. It proves what you submitted."),
      make("div", describeTime(event), "note"),
    );
    this.#actions.replaceChildren();
    // Above the table, however long that is: the code is to be seen.
    this.#notes.before(receipt);
    this.node.scrollTop = 0;
  }

  #offerFile(file: string, isUpload: boolean): HTMLElement {
    const line = make("div", "", "offer");
    const words = isUpload
      ? "Now upload this file where your course collects homework: nothing has left this computer yet."
      : "The file stays beside the notebook.";
    const download = make("a", "Download");
    download.download = file;
    download.hidden = true;
    void this.#handler.findDownload(file).then((address) => {
      download.href = address;
      download.hidden = false;
    });
    line.append(make("span", words), download);
    const { showFile } = this.#handler;
    if (!showFile) return line;
    const show = make("button", "Show in the list of files", "link");
    show.addEventListener("click", () => showFile(file));
    line.append(show);
    return line;
  }
}

function describeTime({ time, late }: HomeworkEvent): string {
  const words = writeLocalTime(String(time));
  return typeof late === "string" ? `${words}, ${late}` : words;
}

const marks = { passed: "✓", lost: "✗", open: "?", unwritten: "–" };

function describeResult(event: HomeworkEvent): string {
  const { state, checks, points, maxPoints } = event;
  if (state === "unwritten") return "not written yet";
  if (typeof checks === "string") return checks;
  const got = points === undefined ? "–" : writePoints(Number(points));
  return `${got} of ${writePoints(Number(maxPoints))}`;
}

/** The check's own sentences first, then what it compared. */
function describeReasons(reasons: string[]): HTMLElement[] {
  const { differences, others } = findDifferences(reasons);
  const compared = differences.map(({ expected, got, hint }) => {
    const line = make("div", "expected ");
    line.append(make("span", expected, "value"), ", got ");
    line.append(make("span", got, "value"));
    if (hint) line.append(`. Read again: ${hint}`);
    return line;
  });
  return [...others.map((text) => make("div", text)), ...compared];
}

function describeEnd({
  points,
  maxPoints,
  pending,
  lost,
  unwritten,
  problems,
}: HomeworkEvent): string {
  const byHand = pending
    ? `, ${writePoints(Number(pending))} more to be marked by your teacher`
    : "";
  const missing = [
    ...(unwritten ? [`${String(unwritten)} not written yet`] : []),
    ...(lost ? [`${String(lost)} incomplete`] : []),
    ...(problems ? ["see the notes above the questions"] : []),
  ];
  const rest = missing.join("; ") || "all checks that you can see pass";
  return `${writePoints(Number(points))} of ${writePoints(Number(maxPoints))} points${byHand}; ${rest}. Grading may have more checks.`;
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

function field({ label: text, value, hint }: Field): {
  label: HTMLLabelElement;
  input: HTMLInputElement;
} {
  const label = make("label", text);
  const input = make("input", "");
  input.value = value;
  input.placeholder = hint ?? "";
  label.append(input);
  return { label, input };
}
