import type { Message } from "../protocol/header.ts";
import type {
  ChannelListener,
  Channels,
  Dropped,
  RequestChannel,
} from "./channels.ts";

/** Channels without sockets, for tests: what the kernel sends is kept in lists. */
export class MemoryChannels implements Channels {
  readonly published: Message[] = [];
  readonly sent: { channel: RequestChannel; message: Message }[] = [];
  readonly #watchers = new Set<() => void>();
  #listener: ChannelListener | undefined;

  /** Plays a front end. */
  deliver(channel: RequestChannel, message: Message): void {
    this.#listener?.message(channel, message);
  }

  subscribe(topic: string): void {
    this.#listener?.subscribed(topic);
  }

  /** Resolves with the result of `find` as soon as it has one. */
  async until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  listen(listener: ChannelListener): void {
    this.#listener = listener;
  }

  send(channel: RequestChannel, message: Message): void {
    this.sent.push({ channel, message });
    this.#changed();
  }

  publish(message: Message): number {
    this.published.push(message);
    this.#changed();
    return JSON.stringify(message.content).length;
  }

  /** Nothing waits here. */
  dropOutput(): Dropped {
    return { characters: 0, displays: 0 };
  }

  welcome(message: Message): void {
    this.publish(message);
  }

  get backlog(): number {
    return 0;
  }

  async drained(): Promise<void> {}

  async close(): Promise<void> {}

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
    this.#watchers.clear();
  }
}
