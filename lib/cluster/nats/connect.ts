import { checkServerIdentity, type PeerCertificate } from "node:tls";
import {
  connect,
  nkeyAuthenticator,
  type NatsConnection,
  type TlsOptions,
} from "@nats-io/transport-node";
import { ClusterError, type Credentials } from "./credentials.ts";
import { namesOf } from "../wire/subjects.ts";

/** A dead peer is noticed after two pings without an answer. */
const pingMs = 1500;

/**
 * @param name what the server's monitoring calls the connection
 * @throws ClusterError that says which of address, keys and certificate is wrong
 */
export async function connectTo(
  credentials: Credentials,
  name: string,
): Promise<NatsConnection> {
  const { servers, seed, user, role, ca } = credentials;
  try {
    return await connect({
      servers,
      name,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
      inboxPrefix: `${namesOf(user).inbox}_${role}`,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      reconnectJitter: 100,
      pingInterval: pingMs,
      maxPingOut: 2,
      timeout: 5000,
      ignoreClusterUpdates: true,
      // They would be written down for each request, whether it fails or not.
      noAsyncTraces: true,
      ...(ca !== undefined && { tls: tlsOf(ca, servers) }),
    });
  } catch (cause) {
    throw new ClusterError(explain(cause, credentials), { cause });
  }
}

/**
 * The client leaves the name out for a server that is named by its address, and Node takes "localhost" for what is left out: any
 * certificate for localhost would do. So the names are checked here.
 */
function tlsOf(ca: string, servers: readonly string[]): TlsOptions {
  const hosts = servers.map((each) => new URL(each).hostname);
  const options = {
    ca,
    checkServerIdentity: (_: string, certificate: PeerCertificate) => {
      const wrong = hosts.map((host) => checkServerIdentity(host, certificate));
      return wrong.every((error) => error !== undefined) ? wrong[0] : undefined;
    },
  };
  // All of it goes to Node; the client's type names a part.
  return options as TlsOptions;
}

function explain(cause: unknown, { servers, user }: Credentials): string {
  const where = servers.join(", ");
  const said = `${(cause as Error).name} ${(cause as Error).message} ${String((cause as Error).cause ?? "")}`;
  if (/authorization|authentication/i.test(said))
    return `the server at ${where} refuses the keys of "${user}". Ask its administrator for a new file, or run "romanesco cluster up" again`;
  if (/certificate|altname|self-signed|tls/i.test(said))
    return `the server at ${where} does not have the certificate it should (${(cause as Error).message}); it may be another machine that answers. Nothing was sent to it`;
  return `no server answers at ${where} (${(cause as Error).message}). Is it running? "romanesco cluster status" tells, "romanesco cluster up" starts one here`;
}
