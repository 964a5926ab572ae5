import type { Comm, Kernel } from "@jupyterlab/notebook";
import type {
  EditorAnswer,
  EditorQuestion,
  ToldCell,
  VariablesQuestion,
} from "../../../interpreter/editor.ts";

/** A cell whose text is known. */
export interface WholeCell extends ToldCell {
  code: string;
}

/** A question as it is asked here, with all texts. */
export type WholeQuestion = (EditorQuestion | VariablesQuestion) & {
  cells: WholeCell[];
};

const target = "romanesco.editor";

/** The comm by which a notebook's page asks its kernel: one question after the other, and of the cells only what is new. */
export class KernelLine {
  readonly #comm: Comm;
  readonly #told = new Map<string, string>();
  #requests = 0;
  #last: Promise<unknown> = Promise.resolve();
  readonly #newest = new Map<string, WholeQuestion>();
  #waiting?: { request: number; done(answer?: EditorAnswer): void };

  constructor(readonly kernel: Kernel) {
    this.#comm = kernel.createComm(target);
    this.#comm.onMsg = ({ content }) => {
      const answer = content.data as EditorAnswer & { request: number };
      if (answer.request === this.#waiting?.request) this.#settle(answer);
    };
    this.#comm.onClose = () => this.#settle(undefined);
    this.#comm.open({});
  }

  /**
   * Asks when what was asked before is answered.
   * @returns undefined when the kernel answers no more, or has no such comm, or when the same was asked about another place since
   */
  ask(question: WholeQuestion): Promise<EditorAnswer | undefined> {
    this.#newest.set(question.type, question);
    const answer = this.#last.then(() =>
      this.#newest.get(question.type) === question
        ? this.#ask(question)
        : undefined,
    );
    this.#last = answer;
    return answer;
  }

  async #ask(question: WholeQuestion): Promise<EditorAnswer | undefined> {
    const answer = await this.#send(question);
    if (!answer?.unknown) return answer;
    this.#told.clear();
    return this.#send(question);
  }

  /** What waits gets no answer. */
  close(): void {
    this.#settle(undefined);
    if (!this.#comm.isDisposed) this.#comm.close();
  }

  get isOpen(): boolean {
    return !this.#comm.isDisposed;
  }

  #send(question: WholeQuestion): Promise<EditorAnswer | undefined> {
    if (!this.isOpen) return Promise.resolve(undefined);
    const cells = this.#tell(question);
    const request = ++this.#requests;
    return new Promise((done) => {
      this.#waiting = { request, done };
      this.#comm.send({ ...question, cells, request });
    });
  }

  /** The cells as they are sent. Who is asked for values hears nothing of texts. */
  #tell({ type, cells }: WholeQuestion): ToldCell[] {
    if (type === "variables") return [];
    const news = cells.map(({ id, code }) =>
      this.#told.get(id) === code ? { id } : { id, code },
    );
    this.#told.clear();
    for (const { id, code } of cells) this.#told.set(id, code);
    return news;
  }

  #settle(answer: EditorAnswer | undefined): void {
    this.#waiting?.done(answer);
    this.#waiting = undefined;
  }
}
