import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const cookieName = "romanesco-mark";

/** What a request may see: all; the empty page, with nothing in it; or it has just shown the token; or nothing. */
export type Pass = "all" | "page" | "enters" | "refused";

/**
 * Who may see the page: the browser that came first with the token. All users of the machine reach the port, and pages from
 * anywhere can send requests to it. The token is good once; its browser gets a key, which only the page's own script sends. A
 * cookie alone would not do: browsers send it to every port of a host, and a link in an answer may lead to another user's. It
 * lets in to the empty page only, so that a page can be loaded again.
 */
export class Gate {
  /** Stands in the address that is printed, and nowhere else: arguments of processes are seen by all users. */
  readonly token = secret();
  readonly #cookie = secret();
  readonly #key = secret();
  #isUsed = false;

  /** @param port the one that it listens to */
  check({ headers, url = "/" }: IncomingMessage, port: number): Pass {
    // Another name that leads here is a page's that wants to read along.
    if (headers.host !== `127.0.0.1:${port}`) return "refused";
    const { origin } = headers;
    if (origin !== undefined && origin !== `http://127.0.0.1:${port}`)
      return "refused";
    if (isSame(headers.authorization ?? "", `Bearer ${this.#key}`))
      return "all";
    if (isSame(readCookie(headers.cookie), this.#cookie)) return "page";
    const token = new URL(url, "http://127.0.0.1").searchParams.get("token");
    if (this.#isUsed || !isSame(token ?? "", this.token)) return "refused";
    this.#isUsed = true;
    return "enters";
  }

  /** What the browser that enters gets: the key stands behind #, which browsers send to nobody. */
  get headers(): Record<string, string> {
    return {
      "Set-Cookie": `${cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`,
      Location: `/#${this.#key}`,
      "Cache-Control": "no-store",
    };
  }
}

const secret = (): string => randomBytes(24).toString("base64url");

function readCookie(header = ""): string {
  const all = header.split("; ").map((each) => each.split("="));
  return all.find(([name]) => name === cookieName)?.[1] ?? "";
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
