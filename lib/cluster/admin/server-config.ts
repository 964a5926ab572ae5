import type { UserKeys } from "./keys.ts";
import { ofHome, ofWorker, type Permissions } from "./permissions.ts";

export interface ServerSettings {
  host: string;
  port: number;
  /** Where streams are kept. */
  storeFolder: string;
  users: UserKeys[];
  /** Paths of PEM files. */
  tls?: { certificate: string; key: string };
  /** Other servers of one cluster: their names, and where they find each other. */
  routes?: { name: string; port: number; others: string[] };
  /** Most bytes on disk (default: what the server takes by itself). */
  maxStoreBytes?: number;
}

/**
 * The configuration of nats-server: an account a user, so that no subject, stream or bucket of one is anything to another, and
 * in it a key for notebooks, one for workers, and one that makes streams. There is no way in without a key.
 */
export function makeServerConfig(settings: ServerSettings): string {
  const { host, port, storeFolder, users, tls, routes, maxStoreBytes } =
    settings;
  const accounts = users.map((keys) => [
    keys.user.toUpperCase(),
    account(keys),
  ]);
  return JSON.stringify(
    {
      server_name: routes?.name ?? "romanesco",
      ...{ host, port },
      jetstream: {
        store_dir: storeFolder,
        ...(maxStoreBytes !== undefined && { max_file_store: maxStoreBytes }),
      },
      accounts: Object.fromEntries(accounts),
      ...(tls && { tls: { cert_file: tls.certificate, key_file: tls.key } }),
      ...(routes && {
        cluster: {
          name: "romanesco",
          listen: `127.0.0.1:${routes.port}`,
          routes: routes.others,
        },
      }),
    },
    null,
    2,
  );
}

function account({ user, admin, home, worker }: UserKeys): object {
  return {
    jetstream: "enabled",
    users: [
      { nkey: admin.public },
      { nkey: home.public, permissions: allow(ofHome(user)) },
      { nkey: worker.public, permissions: allow(ofWorker(user)) },
    ],
  };
}

/** What is not allowed is forbidden. */
function allow({ publish, subscribe }: Permissions): object {
  return { publish: { allow: publish }, subscribe: { allow: subscribe } };
}
