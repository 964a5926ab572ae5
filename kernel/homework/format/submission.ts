import { decodeText } from "./decode-text.ts";
import { HomeworkError } from "./errors.ts";
import {
  hashFile,
  readReceipt,
  writeReceipt,
  type Receipt,
} from "./receipt.ts";
import { packZip, unpackZip } from "./zip.ts";

/** A submission: the notebook, nbgrader's timestamp, and the receipt over both. */
export interface Submission {
  receipt: Receipt;
  /** Name and text of the notebook. */
  notebookName: string;
  notebookText: string;
}

const receiptName = "receipt.json";

/** @param files those that the receipt lists, in its order */
export function packSubmission(
  receipt: Receipt,
  files: Record<string, Uint8Array>,
): Uint8Array {
  const text = Buffer.from(writeReceipt(receipt));
  return packZip({ ...files, [receiptName]: text });
}

/**
 * Checks a submission down to every byte: the receipt's signature, each file against the receipt, and the zip itself
 * against what packing these files gives.
 * @throws HomeworkError that names what was changed
 */
export function readSubmission(zip: Uint8Array, name: string): Submission {
  const files = unpackZip(zip, name);
  const { [receiptName]: receiptFile, ...rest } = files;
  if (!receiptFile)
    throw new HomeworkError(
      `${name} holds no ${receiptName}: it was not made by "romanesco submit"`,
    );
  const receipt = readReceipt(receiptFile);
  for (const [file, hash] of Object.entries(receipt.files)) {
    const content = rest[file];
    if (!content) throw new HomeworkError(`${file} is missing from ${name}`);
    if (hashFile(content) !== hash)
      throw new HomeworkError(
        `${file} was changed after the receipt was signed`,
      );
  }
  const packed = packSubmission(receipt, rest);
  const at = findDifference(packed, zip);
  if (
    at !== undefined ||
    Object.keys(rest).length !== Object.keys(receipt.files).length
  )
    throw new HomeworkError(
      `the zip file itself was changed${at === undefined ? ": it holds more than the receipt lists" : `, at byte ${at}`}`,
    );
  const notebookName = Object.keys(rest).find((file) =>
    file.endsWith(".ipynb"),
  );
  if (notebookName === undefined)
    throw new HomeworkError(`${name} holds no notebook`);
  const notebookText = decodeText(rest[notebookName]!, notebookName);
  return { receipt, notebookName, notebookText };
}

function findDifference(
  one: Uint8Array,
  other: Uint8Array,
): number | undefined {
  const length = Math.max(one.length, other.length);
  for (let at = 0; at < length; at++) if (one[at] !== other[at]) return at;
  return undefined;
}
