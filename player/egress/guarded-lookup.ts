import type { LookupAddress } from 'node:dns';
import dns from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './address-policy.ts';
import { EgressError } from './egress-error.ts';

/** Resolves a name to all its addresses, as `dns.lookup` with `all`. */
export type ResolveName = (host: string) => Promise<readonly LookupAddress[]>;

/** The system's resolver (hosts file included), all addresses in its order. */
export const resolveBySystem: ResolveName = (host) => dns.lookup(host, { all: true });

/**
 * A `lookup` for sockets that gives public addresses only, so that the address checked is the very one connected to (a
 * name that answers differently the second time gains nothing). A name with any closed address among its own is refused whole.
 */
export function createGuardedLookup(resolveName: ResolveName): LookupFunction {
  return (host, options, callback) => {
    const answer = async () => {
      const addresses = await resolveName(host);
      const [first] = addresses;
      if (first === undefined) throw new EgressError({ code: 'url-no-answer' });
      if (!addresses.every(({ address }) => isPublicAddress(address))) throw new EgressError({ code: 'url-private' });
      return { first, addresses };
    };
    answer().then(
      ({ first, addresses }) => {
        if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 4),
    );
  };
}
