import type { INotebookTracker } from "@jupyterlab/notebook";
import type { PageAnswer, PageRequest } from "../../display/table-paging.ts";

/** The rows of one table, as the kernel has them. */
export interface Pages {
  /** Rejects when the kernel has the table no more. */
  ask(request: PageRequest): Promise<PageAnswer>;
  close(): void;
}

/** Finds the kernel of the notebook that a node is in; undefined if it has none. */
export type OpenPages = (node: Node, id: string) => Pages | undefined;

interface Answer extends PageAnswer {
  request: number;
  gone?: boolean;
}

type Waiting = { done(answer: PageAnswer): void; fail(error: Error): void };

export function pagesOf(tracker: INotebookTracker): OpenPages {
  return (node, id) => {
    const panel = tracker.find(({ node: page }) => page.contains(node));
    const kernel = panel?.sessionContext.session?.kernel;
    if (!kernel) return undefined;
    const comm = kernel.createComm("romanesco.table");
    const waiting = new Map<number, Waiting>();
    const failAll = () => {
      for (const { fail } of waiting.values())
        fail(new Error("the kernel no longer has this table"));
      waiting.clear();
    };
    comm.onMsg = ({ content }) => {
      const { request, gone, ...answer } = content.data as unknown as Answer;
      const asked = waiting.get(request);
      waiting.delete(request);
      if (gone) asked?.fail(new Error("the kernel no longer has this table"));
      else asked?.done(answer);
    };
    comm.onClose = failAll;
    comm.open({ id });
    let requests = 0;
    return {
      ask: (asked) =>
        new Promise<PageAnswer>((done, fail) => {
          const request = ++requests;
          waiting.set(request, { done, fail });
          comm.send({ request, ...asked });
        }),
      close() {
        if (!comm.isDisposed) comm.close();
      },
    };
  };
}
