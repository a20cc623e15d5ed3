import ipaddr from 'ipaddr.js';
import type { Refusal } from '../../storage/model.ts';
import { isPublicAddress } from './address-policy.ts';

/** A host and port as written in EGRESS_ALLOW. */
export interface AllowedAddress {
  readonly host: string;
  readonly port: number;
}

/** A URL that may be asked for. `isAllowed`: EGRESS_ALLOW names it, so where it resolves to does not matter. */
export type EgressTarget =
  | {
      readonly type: 'ok';
      readonly url: URL;
      /** Host name or address without the brackets of IPv6. */
      readonly host: string;
      readonly port: number;
      readonly isAllowed: boolean;
    }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/**
 * Judges a URL by itself, before any name is resolved: http(s) only, no credentials, no closed literal address. The WHATWG
 * parser has by then turned every notation of an IPv4 address (octal, hexadecimal, one number) into the dotted one.
 *
 * @param base the page that redirected here, for a relative `text`.
 */
export function judgeTarget(text: string, allow: readonly AllowedAddress[], base?: URL): EgressTarget {
  const url = URL.parse(text, base?.href);
  if (url === null) return { type: 'refused', refusal: { code: 'url-invalid' } };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { type: 'refused', refusal: { code: 'url-scheme' } };
  }
  // Credentials in links either leak somebody's password or disguise the host (http://good.example@10.0.0.1/).
  if (url.username !== '' || url.password !== '') return { type: 'refused', refusal: { code: 'url-invalid' } };
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host === '') return { type: 'refused', refusal: { code: 'url-invalid' } };
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const isAllowed = allow.some((entry) => entry.port === port && isSameHost(entry.host, host));
  if (!isAllowed && ipaddr.isValid(host) && !isPublicAddress(host)) {
    return { type: 'refused', refusal: { code: 'url-private' } };
  }
  return { type: 'ok', url, host, port, isAllowed };
}

/** Compares an entry of EGRESS_ALLOW (IPv6 with or without brackets) with a URL's host. */
function isSameHost(entry: string, host: string): boolean {
  return entry.replace(/^\[|\]$/g, '').toLowerCase() === host.toLowerCase();
}
