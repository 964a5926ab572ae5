import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { jetstreamManager } from "@nats-io/jetstream";
import { machineNow } from "../../platform/machine-clock.ts";
import { describeHosts, toMimeBundle } from "../home/describe.ts";
import { Hosts } from "../link/hosts.ts";
import { connectTo } from "../nats/connect.ts";
import {
  ClusterError,
  defaultCredentials,
  readCredentials,
} from "../nats/credentials.ts";
import type { Here, RollCall } from "../wire/messages.ts";
import { namesOf, subjectsOf } from "../wire/subjects.ts";

/** So long answers are waited for. */
const answerMs = 700;

/**
 * Who works on a cluster, and what waits, for people.
 * @throws ClusterError if it cannot be reached
 */
export async function describeCluster(
  file = defaultCredentials(),
): Promise<string> {
  const credentials = readCredentials(file);
  const names = namesOf(credentials.user);
  const session = randomBytes(8).toString("hex");
  const subjects = subjectsOf(names, session);
  const nc = await connectTo(credentials, "romanesco cluster status");
  try {
    const hosts = new Hosts();
    nc.subscribe(subjects.here, {
      callback: (error, message) => {
        if (error === null) hosts.hear(JSON.parse(message.string()) as Here);
      },
    });
    const call: RollCall = {
      ...{ session, sent: machineNow() },
      ...{ pools: [], givenUp: [] },
    };
    nc.publish(subjects.call, JSON.stringify(call));
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    const { state } = await jsm.streams.info(names.tasks);
    await pause(answerMs);
    const server = credentials.servers.join(", ");
    const found = describeHosts(hosts.news() ?? []);
    return toMimeBundle(server, found, state.messages)["text/plain"] ?? "";
  } catch (cause) {
    throw new ClusterError(
      `the keys in ${file} cannot see this cluster (${(cause as Error).message}). Take those of a notebook, such as ` +
        `${credentials.user}.creds`,
      { cause },
    );
  } finally {
    await nc.close();
  }
}
