import { createHash } from "node:crypto";
import { type ObjectStore, Objm, setSha256Backend } from "@nats-io/obj";
import type { NatsConnection } from "@nats-io/transport-node";
import type { Hash } from "../wire/messages.ts";
import { ClusterError } from "./credentials.ts";

// Three to eight times faster than the one in JavaScript.
setSha256Backend("native");

export function hashOf(bytes: Uint8Array): Hash {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Bytes by their SHA-256, in a user's object store. What comes from there is checked. */
export class Blobs {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  static async open(nc: NatsConnection, bucket: string): Promise<Blobs> {
    return new Blobs(await new Objm(nc).open(bucket, false));
  }

  async put(session: string, hash: Hash, bytes: Uint8Array): Promise<void> {
    await this.#store.putBlob({ name: nameOf(session, hash) }, bytes);
  }

  /** @throws ClusterError when they are not there, or are not what their name says */
  async get(session: string, hash: Hash): Promise<Uint8Array> {
    const bytes = await this.#store.getBlob(nameOf(session, hash));
    if (bytes === null)
      throw new ClusterError(
        `the cluster's store has lost ${hash.slice(0, 12)}`,
      );
    if (hashOf(bytes) !== hash)
      throw new ClusterError(
        `what the cluster's store gives for ${hash.slice(0, 12)} is not what was put there; it is not used`,
      );
    return bytes;
  }

  async delete(session: string, hash: Hash): Promise<void> {
    await this.#store.delete(nameOf(session, hash));
  }

  /** All that a session has put there. */
  async deleteAll(session: string): Promise<void> {
    for (const { name } of await this.#store.list())
      if (name.startsWith(`${session}.`)) await this.#store.delete(name);
  }
}

const nameOf = (session: string, hash: Hash): string => `${session}.${hash}`;
