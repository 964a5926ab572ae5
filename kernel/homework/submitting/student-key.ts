import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { CommandError } from "../../command.ts";
import { writeAtomically } from "../files/atomic-write.ts";

/** This person's Ed25519 key, made on first use and readable by nobody else. */
export function findStudentKey(): KeyObject {
  const path = join(findConfigFolder(), "student-key.pem");
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ format: "pem", type: "pkcs8" });
    writeAtomically(path, pem, { mode: 0o600 });
  }
  try {
    return createPrivateKey(readFileSync(path));
  } catch (error) {
    throw new CommandError(
      `${path} is not a key. Move it away; a new one is made the next time`,
      { cause: error },
    );
  }
}

function findConfigFolder(): string {
  const { XDG_CONFIG_HOME, APPDATA } = process.env;
  if (process.platform === "win32" && APPDATA)
    return join(APPDATA, "romanesco");
  return join(XDG_CONFIG_HOME || join(homedir(), ".config"), "romanesco");
}
