import type * as Zeromq from "zeromq";

// Numbers of libzmq, zmq.h; zeromq.js has no names for them on a publisher.
const ZMQ_SUBSCRIBE = 6;
const ZMQ_UNSUBSCRIBE = 7;

/** A publisher whose subscribers get nothing before they are let in. */
export interface DoorkeptPublisher extends Zeromq.XPublisher {
  /**
   * Reads subscriptions until the socket closes, lets each in, and then calls `subscribed` with its topic, at once: a
   * welcome published there is the first message that the subscriber gets.
   */
  admit(subscribed: (topic: string) => void): Promise<void>;
}

/**
 * Opens an XPUB socket that applies subscriptions by hand. By itself libzmq applies one as it arrives, so that messages
 * published before the program hears of it would come before the welcome.
 */
export function openPublisher(
  zeromq: typeof Zeromq,
  options: Zeromq.SocketOptions<Zeromq.XPublisher>,
): DoorkeptPublisher {
  class Publisher extends zeromq.XPublisher implements DoorkeptPublisher {
    async admit(subscribed: (topic: string) => void): Promise<void> {
      for await (const [frame] of this) {
        if (!frame) continue;
        // The first byte says subscribe (1) or unsubscribe (0). The option means the sender of the frame read last: not
        // one await between the two.
        const topic = frame.subarray(1);
        const subscribes = frame[0] === 1;
        this.setStringOption(
          subscribes ? ZMQ_SUBSCRIBE : ZMQ_UNSUBSCRIBE,
          topic,
        );
        if (subscribes) subscribed(topic.toString());
      }
    }
  }
  return new Publisher({
    ...options,
    manual: true,
    verbosity: "allSubsUnsubs",
  });
}
