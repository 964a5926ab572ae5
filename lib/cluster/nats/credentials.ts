import { readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { PoolError } from "../../errors.ts";

/** Who someone is to the server, and where that is: the content of a file that only its owner may read. */
export interface Credentials {
  servers: string[];
  user: string;
  role: "home" | "worker" | "admin";
  /** The secret half of an NKEY: "SU...". */
  seed: string;
  /** PEM of who signed the server's certificate; without it there is no TLS, which goes on loopback alone. */
  ca?: string;
}

/** A cluster cannot be reached or used as asked: no file, wrong keys, no TLS where it is needed. */
export class ClusterError extends PoolError {}

/** Where `romanesco cluster up` writes what it made. */
export function clusterFolder(): string {
  const { ROMANESCO_CLUSTER_DIR, XDG_STATE_HOME } = process.env;
  return (
    ROMANESCO_CLUSTER_DIR ??
    join(
      XDG_STATE_HOME ?? join(homedir(), ".local", "state"),
      "romanesco",
      "cluster",
    )
  );
}

/** The file that a notebook connects with, unless it names one. */
export function defaultCredentials(): string {
  return process.env.ROMANESCO_CLUSTER ?? join(clusterFolder(), "me.creds");
}

/**
 * @param server rather than those that the file names
 * @throws ClusterError saying what is wrong with the file, and where one comes from
 */
export function readCredentials(file: string, server?: string): Credentials {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new ClusterError(
      `there are no cluster keys at ${file}. Start one with "romanesco cluster up", or let ROMANESCO_CLUSTER name the ` +
        "file that its administrator gave you",
      { cause },
    );
  }
  const mode = statSync(file).mode & 0o077;
  if (mode !== 0 && process.platform !== "win32")
    throw new ClusterError(
      `${file} can be read by others, and anyone who has it can run code on the cluster. Run: chmod 600 ${file}`,
    );
  return checkCredentials(text, file, server);
}

export function writeCredentials(file: string, content: Credentials): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}

function checkCredentials(
  text: string,
  file: string,
  server: string | undefined,
): Credentials {
  let made: Partial<Credentials> = {};
  try {
    made = Object(JSON.parse(text)) as Partial<Credentials>;
  } catch {
    // It says so below.
  }
  const { user, role, seed, ca } = made;
  const servers = server === undefined ? made.servers : [server];
  if (!Array.isArray(servers) || !user || !role || !seed)
    throw new ClusterError(
      `${file} holds no cluster keys: it should have servers, user, role and seed, as "romanesco cluster init" writes them`,
    );
  for (const each of servers) if (!ca) refuseOpenNetwork(each);
  return { servers: servers.map(toUrl), user, role, seed, ca };
}

/** @throws ClusterError for a server elsewhere that is reached without TLS */
function refuseOpenNetwork(server: string): void {
  if (isLoopback(server)) return;
  throw new ClusterError(
    `${server} is not on this machine, and its keys name no certificate: code would cross the network unencrypted. Make ` +
      'the keys with "romanesco cluster init", which makes certificates too',
  );
}

export function isLoopback(server: string): boolean {
  const { hostname } = new URL(toUrl(server));
  return (
    /^(127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(hostname) ||
    hostname === "localhost"
  );
}

const toUrl = (server: string): string =>
  server.includes("://") ? server : `nats://${server}`;
