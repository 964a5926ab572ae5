/** Packages could not be installed; the message says what to do. */
export class InstallError extends Error {
  override readonly name = "InstallError";
}

/** Codes of npm, of the network and of the disk. */
const noNetwork =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED|FETCH_ERROR)$/;

/** What Node says of a certificate that it does not trust. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const noTrust =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** Whether npm failed for want of a network. */
export function isOffline(code = ""): boolean {
  return noNetwork.test(code);
}

/**
 * What npm's error means for whoever wrote the import.
 * @param asked as they wrote it: `npm:arquero@8`
 * @param request as npm was asked: `arquero@8`
 */
export function explainInstall(
  asked: string,
  request: string,
  { code = "", summary = "" }: { code?: string; summary?: string },
): string {
  const name = request.replace(/(?<=.)@.*$/, "");
  if (code === "E404") return unknownPackage(asked, name, summary);
  if (code === "ETARGET")
    return (
      `${asked} cannot be installed: ${name} has no such version. ` +
      `npm view ${name} versions, in a terminal, lists them; without @ and a version the newest is taken.`
    );
  if (isOffline(code))
    return (
      `${asked} cannot be installed: the registry of npm cannot be reached (${code}). ` +
      `Connect to the network and run the cell again; what was installed once needs no network. ` +
      `Behind a proxy, npm config set proxy URL tells npm of it.`
    );
  if (noTrust.test(code))
    return (
      `${asked} cannot be installed: the registry's certificate is not trusted here (${code}). ` +
      `Where a proxy signs with a certificate of its own, npm config set cafile FILE, in a terminal, tells npm of it.`
    );
  if (/^(ENOSPC|EACCES|EPERM|EROFS|EDQUOT)$/.test(code))
    return `${asked} cannot be installed: its folder cannot be written to (${code}). ${firstLine(summary)}`;
  const said = firstLine(summary) || "npm did not say why";
  return `${asked} cannot be installed: ${said}${code && !said.includes(code) ? ` (${code})` : ""}`;
}

function unknownPackage(asked: string, name: string, summary: string): string {
  const path = /\/([^/\s]+)$/.exec(firstLine(summary))?.[1];
  const missing = path === undefined ? name : decodeURIComponent(path);
  if (missing !== name)
    return `${asked} cannot be installed: the registry has no package named ${missing}, which ${name} needs. Another version of ${name} may do without it.`;
  return `${asked} cannot be installed: the registry has no package named ${name}. Is the name written as on npmjs.com?`;
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0]!.slice(0, 500);
}
