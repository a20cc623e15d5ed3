import { type DtlsSocket, keyLength, SrtcpSession, SrtpSession, saltLength } from 'werift';

/** Both directions' keys of one transport. */
export interface MediaKeys {
  readonly srtp: SrtpSession;
  readonly srtcp: SrtcpSession;
}

/** SRTP keys from a finished DTLS handshake (RFC 5764). */
export function deriveKeys(dtls: DtlsSocket): MediaKeys {
  // The profile is always chosen here: without one in common the handshake fails.
  const profile = dtls.srtp.srtpProfile ?? 7;
  const made = dtls.extractSessionKeys(keyLength(profile), saltLength(profile));
  const keys = {
    localMasterKey: made.localKey,
    localMasterSalt: made.localSalt,
    remoteMasterKey: made.remoteKey,
    remoteMasterSalt: made.remoteSalt,
  };
  return { srtp: new SrtpSession({ keys, profile }), srtcp: new SrtcpSession({ keys, profile }) };
}
