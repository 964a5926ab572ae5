import { type IMessageHandler, MessageLoop } from "@lumino/messaging";

/** In ms. */
const leastPause = 300;

interface Item extends IMessageHandler {
  readonly isDisposed: boolean;
  /** Asks for it to be drawn anew. */
  update(): void;
}

/** Has a part of the page drawn at once when it changes after a pause, and else once the pause is over. */
export function drawSeldom(item: Item): void {
  let drawnAt = -Infinity;
  let later: ReturnType<typeof setTimeout> | undefined;
  MessageLoop.installMessageHook(item, (_, { type }) => {
    if (type !== "update-request") return true;
    const wait = drawnAt + leastPause - performance.now();
    if (wait <= 0) {
      drawnAt = performance.now();
      return true;
    }
    later ??= setTimeout(() => {
      later = undefined;
      if (!item.isDisposed) item.update();
    }, wait);
    return false;
  });
}
