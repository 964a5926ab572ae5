import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { checkCountersignature } from "../format/countersign.ts";
import type { Receipt } from "../format/receipt.ts";
import { CommandError, UsageError } from "../../command.ts";
import { writeAtomically } from "../files/atomic-write.ts";

const patienceMs = 60_000;

/** Where the course takes submissions, and how it signs for them. */
export interface Course {
  /** A folder or an https address. */
  address: string | undefined;
  /** The course's public key, PEM. */
  key: string | undefined;
}

/**
 * Brings a zip to the course: into a folder, or by PUT to an https address with the zip's name added. What an address
 * answers, the course's countersignature, is kept beside the zip; with the course's key at hand it is checked.
 * @throws CommandError if it did not arrive, or the course has not signed it; the zip stays where it is
 */
export async function deliver(
  zip: string,
  receipt: Receipt,
  { address, key }: Course,
): Promise<void> {
  if (address === undefined) return;
  if (/^http:/i.test(address))
    throw new UsageError(`${address} is not safe: give an https:// address`);
  if (/^https:/i.test(address)) {
    const answer = await send(zip, address);
    if (answer.trim() !== "")
      writeAtomically(`${zip}.course.json`, answer, { mode: 0o600 });
    if (key !== undefined) checkSigned(answer, receipt, key);
  } else writeAtomically(join(address, basename(zip)), readFileSync(zip));
  console.log(`delivered to ${address}`);
}

function checkSigned(answer: string, receipt: Receipt, key: string): void {
  try {
    const signed: unknown = JSON.parse(answer);
    const { received } = checkCountersignature(receipt, signed, key);
    console.log(`signed by the course, received ${received}`);
  } catch (error) {
    throw new CommandError(
      "it was sent, but the course has not signed for it. Ask your teacher, and give them the receipt code",
      { cause: error },
    );
  }
}

/** @returns what the address answered */
async function send(zip: string, address: string): Promise<string> {
  const url = new URL(
    encodeURIComponent(basename(zip)),
    address.endsWith("/") ? address : `${address}/`,
  );
  const kept = `It is kept at ${zip}: submit that file another way, or run submit again later`;
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: "PUT",
      body: readFileSync(zip),
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (error) {
    throw new CommandError(`${url.host} cannot be reached. ${kept}`, {
      cause: error,
    });
  }
  if (!answer.ok)
    throw new CommandError(
      `${url.host} did not accept it (${answer.status}). ${kept}`,
    );
  return answer.text();
}
