import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Signs messages and checks signatures with HMAC-SHA256. An empty key means no signing: the connection file says that
 * everyone who reaches the ports is trusted.
 *
 * Invariant: a signature that was accepted is accepted never again while it is among the last `historySize` ones, so a
 * recorded message can't be sent twice.
 */
export class Signer {
  readonly #key: string;
  readonly #seen = new Set<string>();
  readonly #historySize: number;

  /** @param historySize signatures remembered (default 65,536, about 10 MB when full; jupyter_client's own figure) */
  constructor(key: string, historySize = 65_536) {
    this.#key = key;
    this.#historySize = historySize;
  }

  /** @returns the signature in hex, or "" when nothing is signed */
  sign(parts: readonly (string | Uint8Array)[]): string {
    if (this.#key === "") return "";
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }

  /** Says whether to trust the parts; a signature that passes is used up. */
  accept(
    signature: string,
    parts: readonly Uint8Array[],
  ): "valid" | "wrong" | "replayed" {
    if (this.#key === "") return "valid";
    if (!equalInConstantTime(signature, this.sign(parts))) return "wrong";
    if (this.#seen.has(signature)) return "replayed";
    this.#remember(signature);
    return "valid";
  }

  #remember(signature: string): void {
    this.#seen.add(signature);
    if (this.#seen.size <= this.#historySize) return;
    // A Set iterates in the order of insertion: the first one is the oldest.
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest);
      return;
    }
  }
}

function equalInConstantTime(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
