import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { Widget } from "@lumino/widgets";
import { HomeworkReport } from "./report.ts";
import { type HomeworkEvent, HomeworkRun, type Sessions } from "./run.ts";

interface Application {
  readonly serviceManager: { readonly sessions: Sessions };
}

/** Validate and Submit in the toolbar of homework notebooks: those of our kernel with nbgrader's cells. */
export const homeworkPlugin = {
  id: "romanesco-labextension:homework",
  description: "Validates and submits homework from the notebook's toolbar",
  autoStart: true,
  requires: [INotebookTracker],
  activate(application: Application, tracker: INotebookTracker): void {
    const { sessions } = application.serviceManager;
    const visit = (panel: NotebookPanel) => void addButtons(panel, sessions);
    tracker.forEach(visit);
    tracker.widgetAdded.connect((_, panel) => visit(panel));
  },
};

async function addButtons(
  panel: NotebookPanel,
  sessions: Sessions,
): Promise<void> {
  await panel.context.ready;
  if (!isHomework(panel)) return;
  const homework = new Homework(panel, sessions);
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

function isHomework({ content }: NotebookPanel): boolean {
  const spec = content.model?.getMetadata("kernelspec") as
    { language?: string } | undefined;
  if (spec?.language !== "typescript") return false;
  return [...(content.model?.cells ?? [])].some(
    (cell) => cell.getMetadata("nbgrader") !== undefined,
  );
}

/** One report and one run at a time for a notebook. */
class Homework {
  #run: HomeworkRun | undefined;
  #report: HomeworkReport | undefined;

  readonly #panel: NotebookPanel;
  readonly #sessions: Sessions;

  constructor(panel: NotebookPanel, sessions: Sessions) {
    this.#panel = panel;
    this.#sessions = sessions;
  }

  async validate(): Promise<void> {
    const report = this.#openReport("Validate");
    await this.#execute(report, ["validate"]);
  }

  async submit(): Promise<void> {
    const report = this.#openReport("Submit");
    report.say("Who is submitting?");
    await this.#askStudent(report);
    await this.#execute(report, ["submit"]);
  }

  #openReport(title: string): HomeworkReport {
    this.#run?.stop();
    this.#report?.dispose();
    this.#report = new HomeworkReport(title, {
      close: () => this.#run?.stop(),
      show: (gradeId) => this.#show(gradeId),
    });
    this.#panel.contentHeader.addWidget(this.#report);
    return this.#report;
  }

  #show(gradeId: string): void {
    const { content } = this.#panel;
    const cells = [...(content.model?.cells ?? [])];
    const at = cells.findIndex((cell) => {
      const { grade_id } = (cell.getMetadata("nbgrader") ?? {}) as {
        grade_id?: string;
      };
      return grade_id === gradeId;
    });
    if (at < 0) return;
    content.activeCellIndex = at;
    void content.scrollToItem(at, "smart");
  }

  async #execute(report: HomeworkReport, command: string[]): Promise<void> {
    const { content, context } = this.#panel;
    await context.save();
    const spec = content.model?.getMetadata("kernelspec") as
      { name?: string } | undefined;
    // The question itself may be here before it.
    let ask: (event: HomeworkEvent) => void;
    const asked = new Promise<HomeworkEvent>((resolve) => (ask = resolve));
    const run = new HomeworkRun(this.#sessions, {
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
      await run.start(spec?.name ?? "romanesco", context.path, [
        ...command,
        "--json",
        name,
      ]);
    } catch (error) {
      report.say(`Could not run: ${String(error)}`);
    }
  }

  /** Asked once; the notebook keeps it. */
  async #askStudent(report: HomeworkReport): Promise<void> {
    const { model } = this.#panel.content;
    const kept = (model?.getMetadata("romanesco") ?? {}) as {
      student?: { id?: string; name?: string };
    };
    const { id, name } = kept.student ?? {};
    if (id && name) return;
    const [newId, newName] = await report.ask(
      ["Student id", "Name"],
      [id ?? "", name ?? ""],
    );
    model?.setMetadata("romanesco", {
      ...kept,
      student: { id: newId, name: newName },
    });
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
