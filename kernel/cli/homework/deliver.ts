import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { CommandError, UsageError } from "../command.ts";
import { writeWhole } from "./write-whole.ts";

const patienceMs = 60_000;

/**
 * Brings a zip to the course: into a folder, or by PUT to an https address with the zip's name added. What an address
 * answers, the course's countersignature, is kept beside the zip.
 * @throws CommandError if it did not arrive; the zip stays where it is
 */
export async function deliver(
  zip: string,
  address: string | undefined,
): Promise<void> {
  if (address === undefined) return;
  if (/^http:/i.test(address))
    throw new UsageError(`${address} is not safe: give an https:// address`);
  if (/^https:/i.test(address)) await send(zip, address);
  else writeWhole(join(address, basename(zip)), readFileSync(zip));
  console.log(`delivered to ${address}`);
}

async function send(zip: string, address: string): Promise<void> {
  const url = new URL(
    encodeURIComponent(basename(zip)),
    address.endsWith("/") ? address : `${address}/`,
  );
  const kept = `It is kept at ${zip}: hand in that file another way, or run submit again later`;
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
      `${url.host} did not take it (${answer.status}). ${kept}`,
    );
  const text = await answer.text();
  if (text.trim() !== "") writeWhole(`${zip}.course.json`, text);
}
