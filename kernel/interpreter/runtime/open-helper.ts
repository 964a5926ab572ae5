import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { AsideNews, ChildNews } from "./children.ts";
import type { SharedRing } from "./ring.ts";

/** The main thread's ends of the lines to the helper thread. */
export interface HelperLines {
  /** What the host says to cells. */
  messages: MessagePort;
  /** What a person has typed. */
  answers: MessagePort;
  /** Tells of what cells start; null says that something has been written. */
  tell(news: ChildNews | AsideNews | null): void;
}

export function openHelper(shared: SharedRing): HelperLines {
  const messages = new MessageChannel();
  const answers = new MessageChannel();
  const news = new MessageChannel();
  const ports = {
    messages: messages.port1,
    answers: answers.port1,
    news: news.port1,
  };
  new Worker(new URL("./helper.cjs", import.meta.url), {
    workerData: { shared, ...ports },
    transferList: Object.values(ports),
    stdout: false,
    stderr: false,
  });
  return {
    messages: messages.port2,
    answers: answers.port2,
    // Bound, it is looked up nowhere, whatever a cell makes of ports.
    tell: news.port2.postMessage.bind(news.port2),
  };
}
