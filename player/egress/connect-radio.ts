import net, { type LookupFunction } from 'node:net';
import { Duplex, Transform } from 'node:stream';

/** Where to connect. `lookup`: undefined for the system's own, unguarded. */
export interface RadioAddress {
  readonly host: string;
  readonly port: number;
  readonly lookup: LookupFunction | undefined;
}

const shoutcastStart = Buffer.from('ICY ');
const httpStart = Buffer.from('HTTP/1.0 ');

/**
 * Connects to a server that may be a shoutcast: its `ICY 200 OK` arrives as `HTTP/1.0 200 OK`, so that Node's HTTP client reads the
 * rest as what it is, headers and a body without an end. Emits `connect` as a socket does; destroying it ends the connection.
 */
export function connectRadio({ host, port, lookup }: RadioAddress): Duplex {
  const socket = net.connect({ host, port, ...(lookup === undefined ? {} : { lookup }) });
  const translated = socket.pipe(createTranslation());
  const connection = Duplex.from({ readable: translated, writable: socket });
  socket.once('connect', () => connection.emit('connect'));
  socket.once('error', (error) => connection.destroy(error));
  connection.once('close', () => socket.destroy());
  return connection;
}

function createTranslation(): Transform {
  let start: Buffer | null = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (start === null) return done(null, chunk);
      start = Buffer.concat([start, chunk]);
      if (start.length < shoutcastStart.length) return done();
      const isShoutcast = start.subarray(0, shoutcastStart.length).equals(shoutcastStart);
      const whole = isShoutcast ? Buffer.concat([httpStart, start.subarray(shoutcastStart.length)]) : start;
      start = null;
      return done(null, whole);
    },
    flush: (done) => done(null, start),
  });
}
