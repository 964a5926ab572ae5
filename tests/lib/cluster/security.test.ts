import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import {
  connect,
  nkeyAuthenticator,
  type NatsConnection,
} from "@nats-io/transport-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Credentials } from "../../../lib/cluster/nats/credentials.ts";
import { admin, server } from "../support/cluster.ts";
import { library } from "../support/library.ts";

const folder = join(mkdtempSync(join(tmpdir(), "romanesco-keys-")), "keys");
const opened: NatsConnection[] = [];
let daemon: Awaited<ReturnType<typeof admin.startServer>>;
let port: number;

beforeAll(async () => {
  port = await freePort();
  const users = ["ann", "bob"];
  await admin.initCluster({ folder, users, host: "head.test", port });
  daemon = await admin.startServer(server, folder);
  for (const user of users) {
    point(`admin/${user}.creds`);
    point(`${user}.creds`);
    point(`${user}-worker.creds`);
  }
  for (let made = false; !made;)
    made = await admin.initStreams(folder, {}).then(
      () => true,
      () => false,
    );
});

afterAll(async () => {
  for (const each of opened) await each.close();
  await admin.endDaemon(daemon);
});

/** The name that the certificate has besides "head.test", under which it can be reached here. */
function point(file: string, host = "127.0.0.1"): string {
  const path = join(folder, file);
  const content = { ...read(file), servers: [`tls://${host}:${port}`] };
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
  return path;
}

const read = (file: string): Credentials =>
  JSON.parse(readFileSync(join(folder, file), "utf8")) as Credentials;

/** A client of one's own, with somebody's keys. */
async function enter(file: string, inbox: string): Promise<NatsConnection> {
  const { servers, seed, ca } = read(file);
  const nc = await connect({
    servers,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    inboxPrefix: inbox,
    tls: { ca },
  });
  opened.push(nc);
  return nc;
}

function variant(change: Partial<Credentials>, file = "ann.creds"): string {
  const path = join(mkdtempSync(join(tmpdir(), "romanesco-keys-")), "creds");
  writeFileSync(path, JSON.stringify({ ...read(file), ...change }), {
    mode: 0o600,
  });
  return path;
}

const joinWith = (credentials: string) =>
  library.Cluster.connect({ credentials });

test("lets in who has the keys, and says what is wrong with others", async () => {
  const cluster = await joinWith(join(folder, "ann.creds"));
  expect(cluster.slots).toBe(0);
  await cluster.close();
  const { seed } = read("bob-worker.creds");
  await expect(joinWith(variant({ seed, role: "home" }))).rejects.toThrow(
    /permission/i,
  );
  const unknown = variant({
    seed: "SUAKJESHKJ5POJJINOMPOXVUB7ZCFMOWPDMXSOFSUTIM5V4ZZGMZWQCTQA",
  });
  await expect(joinWith(unknown)).rejects.toThrow(/keys|nkey|seed|checksum/i);
});

test("sends nothing to a server of another name, or whose certificate another signed", async () => {
  const elsewhere = variant({ servers: [`tls://127.0.0.2:${port}`] });
  await expect(joinWith(elsewhere)).rejects.toThrow(
    /does not have the certificate it should/,
  );
  const others = join(folder, "..", "others");
  await admin.initCluster({
    ...{ folder: others, users: ["ann"], host: "head.test", port },
  });
  const ca = readFileSync(join(others, "ca.pem"), "utf8");
  await expect(joinWith(variant({ ca }))).rejects.toThrow(
    /does not have the certificate it should/,
  );
});

test("goes to no other machine without TLS, and takes no keys that others can read", async () => {
  const open = variant({ servers: ["nats://192.0.2.1:4222"], ca: undefined });
  await expect(joinWith(open)).rejects.toThrow(
    /not on this machine.*would cross the network unencrypted/,
  );
  const shown = variant({});
  chmodSync(shown, 0o644);
  await expect(joinWith(shown)).rejects.toThrow(/can be read by others.*chmod/);
  await expect(joinWith(join(folder, "none"))).rejects.toThrow(
    /there are no cluster keys.*romanesco cluster up/,
  );
});

test("keeps two users apart: neither reads, takes, puts or sees what is the other's", async () => {
  const ann = await enter("ann.creds", "_INBOX_ann_home");
  const refused: string[] = [];
  void follow(ann, refused);
  const jsm = await jetstreamManager(ann, { checkAPI: false });
  const own = await jsm.streams.info("TASKS_ann");
  expect(own.state.messages).toBe(0);
  await expect(jsm.streams.info("TASKS_bob")).rejects.toThrow(/permission/i);
  await expect(jsm.streams.purge("TASKS_bob")).rejects.toThrow(/permission/i);
  await expect(jsm.streams.deleteMessage("TASKS_bob", 1)).rejects.toThrow(
    /permission/i,
  );
  // Not even of one's own: the server would forget who has what.
  await expect(jsm.streams.purge("TASKS_ann")).rejects.toThrow(/permission/i);
  const js = jetstream(ann, { timeout: 1000 });
  await expect(js.publish("romanesco.bob.tasks.x.1", "")).rejects.toThrow(
    /permission/i,
  );
  ann.subscribe("romanesco.bob.>");
  ann.subscribe("_INBOX_bob_home.>");
  await ann.flush();
  await expect.poll(() => refused.length).toBeGreaterThanOrEqual(2);
  // What is allowed within an account still does not reach the other's: they share no subject.
  const bob = await enter("bob.creds", "_INBOX_bob_home");
  const bobs = await jetstreamManager(bob, { checkAPI: false });
  expect((await bobs.streams.info("TASKS_bob")).state.messages).toBe(0);
});

test("lets workers make no tasks, and only the administrator make streams", async () => {
  const worker = await enter("ann-worker.creds", "_INBOX_ann_worker");
  const js = jetstream(worker, { timeout: 1000 });
  await expect(js.publish("romanesco.ann.tasks.x.1", "")).rejects.toThrow(
    /permission/i,
  );
  for (const [file, inbox] of [
    ["ann.creds", "_INBOX_ann_home"],
    ["ann-worker.creds", "_INBOX_ann_worker"],
  ] as const) {
    const nc = await enter(file, inbox);
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    const made = jsm.streams.add({ name: "own", subjects: ["own"] });
    await expect(made).rejects.toThrow(/permission/i);
  }
});

test("says whose keys see who works on a cluster", async () => {
  const mine = join(folder, "ann.creds");
  expect(await admin.describeCluster(mine)).toContain("0 tasks waiting");
  const workers = join(folder, "ann-worker.creds");
  await expect(admin.describeCluster(workers)).rejects.toThrow(
    /cannot see this cluster.*Take those of a notebook, such as ann\.creds/,
  );
});

test("writes no keys over others, and takes no user that cannot stand in a subject", async () => {
  const users = ["ann"];
  await expect(
    admin.initCluster({ folder, users, host: "localhost", port }),
  ).rejects.toThrow(/is not empty, and keys are never overwritten/);
  for (const user of ["ann.>", "Ann", "a b", ""])
    await expect(
      admin.initCluster({
        ...{ folder: `${folder}2`, users: [user], host: "localhost", port },
      }),
    ).rejects.toThrow(/cannot be a user's name/);
});

async function follow(nc: NatsConnection, refused: string[]): Promise<void> {
  for await (const status of nc.status())
    if (status.type === "error") refused.push(String(status.error));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        resolve(typeof address === "object" ? (address?.port ?? 0) : 0),
      );
    });
  });
}
