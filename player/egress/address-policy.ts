import ipaddr from 'ipaddr.js';

/** Global unicast space of IPv6 (IANA): whatever lies outside is never a site on the internet. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/** Cloud metadata and host services that live on addresses which look public. */
const hostServices = new Set([
  '168.63.129.16', // Azure: DNS, metadata and the guest agent's wire server
]);

/**
 * Whether an address may be reached on a stranger's wish: only what is plainly public. Refused are private, loopback,
 * link-local (with the metadata services), unique-local, carrier-grade NAT, multicast, reserved, 0.0.0.0/8, and every IPv6
 * form that carries an IPv4 address (mapped, NAT64, 6to4, Teredo).
 *
 * @param address an IP address as the resolver or the socket gives it; anything else is refused.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed.kind() === 'ipv6') return parsed.match(globalUnicast);
  return !hostServices.has(parsed.toString());
}
