import { webcrypto } from "node:crypto";
import { isIP } from "node:net";
// The library's own container asks for it, and comes first.
import "reflect-metadata";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  type JsonGeneralName,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** PEM texts. The authority's key is thrown away: nobody can sign another server in its name. */
export interface Certificates {
  authority: string;
  certificate: string;
  key: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const days = 825;

/** Makes a server's certificate, and that of who signed it. @param hosts names and addresses that the server answers to */
export async function makeCertificates(
  hosts: readonly string[],
): Promise<Certificates> {
  // One interface, described twice.
  const crypto = webcrypto as unknown as Crypto;
  const { subtle } = crypto;
  cryptoProvider.set(crypto);
  const usages = ["sign", "verify"] as ("sign" | "verify")[];
  const authorityKeys = await subtle.generateKey(algorithm, true, usages);
  const keys = await subtle.generateKey(algorithm, true, usages);
  const notBefore = new Date(Date.now() - 3600_000);
  const notAfter = new Date(Date.now() + days * 24 * 3600_000);
  const common = { notBefore, notAfter, signingAlgorithm: algorithm };
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...common,
    serialNumber: "01",
    name: "CN=Romanesco cluster",
    keys: authorityKeys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    ],
  });
  const certificate = await X509CertificateGenerator.create({
    ...common,
    serialNumber: "02",
    subject: "CN=nats-server",
    issuer: authority.subject,
    signingKey: authorityKeys.privateKey,
    publicKey: keys.publicKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([
        ExtendedKeyUsage.serverAuth,
        ExtendedKeyUsage.clientAuth,
      ]),
      new SubjectAlternativeNameExtension(
        hosts.map((value): JsonGeneralName =>
          isIP(value) ? { type: "ip", value } : { type: "dns", value },
        ),
      ),
    ],
  });
  const secret = await subtle.exportKey("pkcs8", keys.privateKey);
  return {
    authority: authority.toString("pem"),
    certificate: certificate.toString("pem"),
    key: PemConverter.encode(secret, "PRIVATE KEY"),
  };
}
