import { X509Certificate } from 'node:crypto';
import { CipherContext, HashAlgorithm, NamedCurveAlgorithm, SignatureAlgorithm, type SignatureHash } from 'werift';

/** A self-signed certificate for DTLS. */
export interface MediaCertificate {
  readonly certPem: string;
  readonly keyPem: string;
  readonly signatureHash: SignatureHash;
  /** SHA-256, as `AB:CD:…`. */
  readonly fingerprint: string;
}

/** Makes a new ECDSA P-256 certificate; takes some milliseconds. */
export async function createCertificate(): Promise<MediaCertificate> {
  const kind = { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 };
  const made = await CipherContext.createSelfSignedCertificateWithKey(kind, NamedCurveAlgorithm.secp256r1_23);
  return { ...made, fingerprint: new X509Certificate(made.certPem).fingerprint256 };
}
