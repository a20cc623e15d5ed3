import { homeDc } from './tl/messages.ts';

const version = '1';
// What the string says of the address is a stand-in: MTPROTO_ADDRESS tells where the sandbox listens this time, so that the
// string stays the same from start to start. (The package cannot write a port above 32,767 here anyway.)
const address = '127.0.0.1';
const port = 443;

/** A session string as the `telegram` package's StringSession reads it: version, data centre, address, port, auth key (256 bytes). */
export function toSessionString(authKey: Buffer): string {
  const head = Buffer.alloc(5 + address.length);
  head.writeUInt8(homeDc, 0);
  head.writeInt16BE(address.length, 1);
  head.write(address, 3);
  head.writeInt16BE(port, 3 + address.length);
  return version + Buffer.concat([head, authKey]).toString('base64');
}
