import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { Widget } from "@lumino/widgets";
import { findAnswer } from "./find-answer.ts";
import { HomeworkReport } from "./report.ts";
import { type HomeworkEvent, HomeworkRun, type Sessions } from "./run.ts";
import {
  describeWho,
  fieldsOf,
  fromFields,
  isRight,
  keepWho,
  readWho,
  type Who,
} from "./who.ts";

interface Application {
  readonly serviceManager: {
    readonly sessions: Sessions;
    readonly contents: { getDownloadUrl(path: string): Promise<string> };
  };
  readonly commands: {
    hasCommand(id: string): boolean;
    execute(id: string, args: object): Promise<unknown>;
  };
}

/** JupyterLab's command; Notebook 7 has no list of files beside a notebook. */
const showFile = "filebrowser:go-to-path";

/** Validate and Submit in the toolbar of homework notebooks: those of our kernel with nbgrader's cells. */
export const homeworkPlugin = {
  id: "romanesco-labextension:homework",
  description: "Validates and submits homework from the notebook's toolbar",
  autoStart: true,
  requires: [INotebookTracker],
  activate(application: Application, tracker: INotebookTracker): void {
    const visit = (panel: NotebookPanel) => void addButtons(panel, application);
    tracker.forEach(visit);
    tracker.widgetAdded.connect((_, panel) => visit(panel));
  },
};

async function addButtons(
  panel: NotebookPanel,
  application: Application,
): Promise<void> {
  await panel.context.ready;
  if (!isHomework(panel)) return;
  const homework = new Homework(panel, application);
  const buttons = {
    Validate: () => homework.validate(),
    Submit: () => homework.submit(),
  };
  for (const [label, onClick] of Object.entries(buttons)) {
    const name = `romanesco-${label.toLowerCase()}`;
    const widget = new ToolbarButton(label, onClick);
    if (!panel.toolbar.insertBefore("spacer", name, widget))
      panel.toolbar.addItem(name, widget);
  }
}

interface Kernelspec {
  name?: string;
  language?: string;
}

const readSpec = ({ content }: NotebookPanel): Kernelspec | undefined =>
  content.model?.getMetadata("kernelspec") as Kernelspec | undefined;

/** Ours by its kernel or, where another program has put in its own, by what release wrote into it. */
function isHomework(panel: NotebookPanel): boolean {
  const { content } = panel;
  const isReleased = content.model?.getMetadata("romanesco") !== undefined;
  if (readSpec(panel)?.language !== "typescript" && !isReleased) return false;
  return [...(content.model?.cells ?? [])].some(
    (cell) => cell.getMetadata("nbgrader") !== undefined,
  );
}

/** One report and one run at a time for a notebook. */
class Homework {
  #run: HomeworkRun | undefined;
  #report: HomeworkReport | undefined;
  #saved: Promise<void> = Promise.resolve();

  readonly #panel: NotebookPanel;
  readonly #application: Application;

  constructor(panel: NotebookPanel, application: Application) {
    this.#panel = panel;
    this.#application = application;
  }

  /** @param isAnother whether it is not whose the notebook says */
  async validate(isAnother = false): Promise<void> {
    const report = this.#openReport("Validate");
    if (this.#hasVariants()) await this.#askVariant(report, isAnother);
    await this.#execute(report, ["validate"]);
  }

  /** Is the homework another for each student? Then the first question is for whom. */
  #hasVariants(): boolean {
    const own = this.#kept;
    return (own as { variants?: unknown } | undefined)?.variants === true;
  }

  /** Cells learn of it when their kernel starts. */
  async #askVariant(report: HomeworkReport, isAnother: boolean): Promise<void> {
    const before = readWho(this.#kept).id;
    report.say("Whose homework is it?");
    const who = await this.#findWho(report, isAnother);
    report.showStudent(describeWho(who));
    if (who.id !== before)
      report.note(
        "Your cells have your own variant once the kernel is started again: Kernel, Restart Kernel.",
      );
  }

  /** @param isAnother whether it is not who the notebook says */
  async submit(isAnother = false): Promise<void> {
    const report = this.#openReport("Submit");
    report.say("Who is submitting?");
    const who = await this.#findWho(report, isAnother);
    report.showStudent(describeWho(who));
    await this.#execute(report, ["submit"]);
  }

  #openReport(title: "Validate" | "Submit"): HomeworkReport {
    this.#run?.stop();
    this.#report?.dispose();
    this.#report = new HomeworkReport(title, {
      close: () => this.#run?.stop(),
      show: (gradeId) => this.#show(gradeId),
      changeStudent: () =>
        void (title === "Submit" ? this.submit(true) : this.validate(true)),
      showFile: this.#application.commands.hasCommand(showFile)
        ? (name) => this.#showFile(name)
        : undefined,
      findDownload: (name) =>
        this.#application.serviceManager.contents.getDownloadUrl(
          this.#pathOf(name),
        ),
    });
    this.#panel.contentHeader.addWidget(this.#report);
    return this.#report;
  }

  #show(gradeId: string): void {
    const { content } = this.#panel;
    const cells = [...(content.model?.cells ?? [])];
    const roles = cells.map((cell) => cell.getMetadata("nbgrader") ?? {});
    const at = findAnswer(roles, gradeId);
    if (at < 0) return;
    content.activeCellIndex = at;
    void content.scrollToItem(at, "smart");
  }

  #showFile(name: string): void {
    const path = this.#pathOf(name);
    void this.#application.commands.execute(showFile, { path });
  }

  /** Of a file beside the notebook. */
  #pathOf(name: string): string {
    return this.#panel.context.path.replace(/[^/]*$/, name);
  }

  async #execute(report: HomeworkReport, command: string[]): Promise<void> {
    const { context } = this.#panel;
    try {
      await this.#save();
    } catch {
      // JupyterLab has said why, or the person has cancelled it.
      return report.say("The notebook was not saved, so nothing was run");
    }
    // Closed, or begun anew, meanwhile.
    if (report.isDisposed) return;
    const spec = readSpec(this.#panel);
    const isOurs = spec?.language === "typescript";
    // The question itself may be here before it.
    let ask: (event: HomeworkEvent) => void;
    const asked = new Promise<HomeworkEvent>((resolve) => (ask = resolve));
    const run = new HomeworkRun(this.#application.serviceManager.sessions, {
      event: (event) => {
        report.showEvent(event);
        if (event.type === "ask") ask(event);
      },
      text: (line) => report.note(line),
      answer: async () =>
        (await asked).isComplete === true
          ? report.choose("Submit it now?", { Submit: "y", Cancel: "n" })
          : report.choose("Some questions are incomplete.", {
              "Submit anyway": "y",
              Cancel: "n",
            }),
    });
    this.#run = run;
    const name = context.path.split("/").at(-1) ?? "";
    try {
      const kernel = (isOurs && spec.name) || "romanesco";
      await run.start(kernel, context.path, [...command, "--json", name]);
      report.end();
    } catch (error) {
      report.say(`Could not run: ${String(error)}`);
    }
  }

  /** One at a time: what JupyterLab is still writing it would take for a change by another program, and ask which to keep. */
  #save(): Promise<void> {
    const save = () => this.#panel.context.save();
    this.#saved = this.#saved.then(save, save);
    return this.#saved;
  }

  /** What the notebook keeps of ours. */
  get #kept(): unknown {
    return this.#panel.content.model?.getMetadata("romanesco");
  }

  /** Asked once, and again if what the notebook keeps is wrong: only what is right is kept. */
  async #findWho(report: HomeworkReport, isAnother: boolean): Promise<Who> {
    const kept = readWho(this.#kept);
    if (isRight(kept) && !isAnother) return kept;
    const who = fromFields(await report.ask(fieldsOf(kept)));
    const { model } = this.#panel.content;
    model?.setMetadata("romanesco", keepWho(this.#kept, who));
    return who;
  }
}

/** A button as JupyterLab's own toolbars have. */
class ToolbarButton extends Widget {
  constructor(label: string, onClick: () => Promise<void>) {
    super();
    this.addClass("jp-ToolbarButton");
    const button = document.createElement("button");
    button.className = "jp-ToolbarButtonComponent jp-mod-minimal jp-Button";
    const text = document.createElement("span");
    text.className = "jp-ToolbarButtonComponent-label";
    text.style.fontSize = "var(--jp-ui-font-size1)";
    text.textContent = label;
    button.title =
      label === "Validate"
        ? "Run the homework from a fresh start and check it"
        : "Check the homework and submit it";
    button.addEventListener("click", () => void onClick());
    button.append(text);
    this.node.append(button);
  }
}
