import {
  AckPolicy,
  DiscardPolicy,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from "@nats-io/jetstream";
import { Objm } from "@nats-io/obj";
import { connectTo } from "../nats/connect.ts";
import type { Credentials } from "../nats/credentials.ts";
import { namesOf } from "../wire/subjects.ts";

export interface StreamOptions {
  /** Servers that keep a copy each (default: 1). */
  replicas?: number;
  /** Seconds after which a batch that nobody speaks for goes to another worker (default: 3). */
  ackWait?: number;
  /** Most bytes that may wait (default: 1 GiB); then homes wait. */
  maxBytes?: number;
}

/** A batch goes to so many agents: one that ended them all is not given to a fourth. */
const mostDeliveries = 3;
const week = 7 * 24 * 3600 * 1e9;

/** Makes a user's streams, or leaves them as they are. Only an administrator's keys can. */
export async function makeStreams(
  credentials: Credentials,
  options: StreamOptions = {},
): Promise<void> {
  const { replicas = 1, ackWait = 3, maxBytes = 2 ** 30 } = options;
  const names = namesOf(credentials.user);
  const nc = await connectTo(credentials, "romanesco cluster");
  try {
    const jsm = await jetstreamManager(nc);
    const common = {
      retention: RetentionPolicy.Workqueue,
      storage: StorageType.File,
      num_replicas: replicas,
      max_bytes: maxBytes,
      max_age: week,
      discard: DiscardPolicy.New,
    };
    await jsm.streams.add({
      ...common,
      name: names.tasks,
      subjects: [`${names.root}.tasks.>`],
      // To publish a batch again is safe for as long as it lives.
      max_msgs_per_subject: 1,
      discard_new_per_subject: true,
    });
    await jsm.consumers.add(names.tasks, {
      durable_name: names.agents,
      ack_policy: AckPolicy.Explicit,
      ack_wait: ackWait * 1e9,
      max_deliver: mostDeliveries,
      max_ack_pending: 100_000,
    });
    await jsm.streams.add({
      ...common,
      name: names.back,
      subjects: [`${names.root}.back.>`],
    });
    await new Objm(nc).create(names.objects, {
      storage: StorageType.File,
      replicas,
      ttl: week,
    });
  } finally {
    await nc.close();
  }
}
