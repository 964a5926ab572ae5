import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  ClusterError,
  isLoopback,
  readCredentials,
  writeCredentials,
  type Credentials,
} from "../nats/credentials.ts";
import { isUserName } from "../wire/subjects.ts";
import { makeUserKeys, type UserKeys } from "./keys.ts";
import { makeServerConfig } from "./server-config.ts";
import { makeStreams, type StreamOptions } from "./streams.ts";

export interface InitOptions {
  /** Where the files go; nothing may be there. */
  folder: string;
  users: readonly string[];
  /** Name or address under which notebooks and workers reach the server. */
  host: string;
  port: number;
}

/**
 * Writes what a cluster's server needs, and a file of keys for each who uses it:
 *
 *     server.conf, server.pem, server.key, ca.pem    for the server
 *     admin/ann.creds                                makes ann's streams
 *     ann.creds, ann-worker.creds                    for ann's notebooks, and for the workers that run her tasks
 *
 * @throws ClusterError for a user's name that cannot stand in subjects, and when the folder is not empty
 */
export async function initCluster(options: InitOptions): Promise<void> {
  const { folder, users, host, port } = options;
  checkRequest(options);
  mkdirSync(join(folder, "admin"), { recursive: true, mode: 0o700 });
  const { makeCertificates } = await import("./certificates.ts");
  const hosts = [...new Set([host, "localhost", "127.0.0.1"])];
  const { authority, certificate, key } = await makeCertificates(hosts);
  const write = (name: string, text: string): void =>
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  write("ca.pem", `${authority}\n`);
  write("server.pem", `${certificate}\n`);
  write("server.key", `${key}\n`);
  const all = users.map(makeUserKeys);
  const settings = {
    host: isLoopback(host) ? "127.0.0.1" : "0.0.0.0",
    port,
    storeFolder: "store",
    users: all,
    // Relative to where the server is started.
    tls: { certificate: "server.pem", key: "server.key" },
  };
  write("server.conf", makeServerConfig(settings));
  const servers = [`tls://${host}:${port}`];
  for (const keys of all) writeUser(folder, keys, { servers, ca: authority });
}

/**
 * Makes the streams of all users of a folder that {@link initCluster} wrote, or leaves them as they are.
 * @returns the users
 */
export async function initStreams(
  folder: string,
  options: StreamOptions,
): Promise<string[]> {
  const admin = join(folder, "admin");
  const files = existsSync(admin) ? readdirSync(admin) : [];
  if (files.length === 0)
    throw new ClusterError(
      `${folder} has no keys that make streams. Write them with "romanesco cluster init --users NAMES --out ${folder}"`,
    );
  const users: string[] = [];
  for (const file of files) {
    const credentials = readCredentials(join(admin, file));
    await makeStreams(credentials, options);
    users.push(credentials.user);
  }
  return users;
}

function checkRequest({ folder, users }: InitOptions): void {
  for (const user of users)
    if (!isUserName(user))
      throw new ClusterError(
        `"${user}" cannot be a user's name here: take up to 32 lower-case letters, digits and hyphens`,
      );
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new ClusterError(
      `${folder} is not empty, and keys are never overwritten. Name a new folder with --out`,
    );
}

function writeUser(
  folder: string,
  keys: UserKeys,
  place: Pick<Credentials, "servers" | "ca">,
): void {
  const { user } = keys;
  for (const [file, role] of [
    [`admin/${user}.creds`, "admin"],
    [`${user}.creds`, "home"],
    [`${user}-worker.creds`, "worker"],
  ] as const) {
    const { seed } = keys[role];
    writeCredentials(join(folder, file), { ...place, user, role, seed });
  }
}
