import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import bigInt from 'big-integer';
import { AuthKey } from 'telegram/crypto/AuthKey.js';
import { Logger, type LogLevel } from 'telegram/extensions/Logger.js';
import { MTProtoState } from 'telegram/network/MTProtoState.js';
import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AuthKeys, createAuthKeys } from '../auth-keys.ts';
import { int32, int64 } from './bytes.ts';
import type { Connection } from './connection.ts';
import { MtprotoServer } from './server.ts';
import { createServerKey } from './server-key.ts';

interface Context {
  keys: AuthKeys;
  server: MtprotoServer;
  requests: { connection: Connection; messageId: bigint; request: unknown }[];
  line: Line;
}

/** One connection, spoken to message by message, which the package's client does not let one do. */
interface Line {
  readonly socket: Socket;
  readonly state: MTProtoState;
  send(messageId: bigint, body: Buffer): Promise<void>;
  /** The next message of the server's. */
  next(): Promise<{ readonly obj: unknown }>;
}

const serverKey = await createServerKey();
const test = suite<Context>('wire/connection');

test.before.each(async (context) => {
  context.keys = createAuthKeys('secret', () => [7]);
  context.requests = [];
  context.server = new MtprotoServer({
    serverKey,
    authKeys: context.keys,
    mayConnect: () => true,
    onRequest: (connection, messageId, request) => context.requests.push({ connection, messageId, request }),
    onProtocolError: () => undefined,
  });
  context.line = await openLine(await context.server.listen(0), context.keys.derive(7).bytes);
});
test.after.each(async ({ server, line }) => {
  line.socket.destroy();
  await server.close();
});

async function openLine(port: number, key: Buffer): Promise<Line> {
  const authKey = new AuthKey();
  await authKey.setKey(key);
  const state = new MTProtoState(authKey, new Logger('none' as LogLevel), true);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(Buffer.alloc(4, 0xee));
  let buffer: Buffer = Buffer.alloc(0);
  const next = async (): Promise<{ readonly obj: unknown }> => {
    while (buffer.length < 4 || buffer.length < 4 + buffer.readInt32LE(0)) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      buffer = Buffer.concat([buffer, chunk]);
    }
    const end = 4 + buffer.readInt32LE(0);
    const packet = buffer.subarray(4, end);
    buffer = buffer.subarray(end);
    return state.decryptMessageData(packet);
  };
  const send = async (messageId: bigint, body: Buffer) => {
    const packet = await state.encryptMessageData(
      Buffer.concat([int64(messageId), int32(1), int32(body.length), body]),
    );
    socket.write(Buffer.concat([int32(packet.length), packet]));
  };
  return { socket, state, send, next };
}

const idAt = (seconds: number) => BigInt(Math.floor(Date.now() / 1000 + seconds)) << 32n;
const ping = new Api.Ping({ pingId: bigInt(9) }).getBytes();

test('a new session is announced; a wrong salt is answered with the right one', async ({ line, keys }) => {
  await line.send(idAt(0), ping);
  const created = (await line.next()).obj;
  assert.instance(created, Api.NewSessionCreated);
  const bad = (await line.next()).obj;
  assert.instance(bad, Api.BadServerSalt);
  assert.is(String((bad as Api.BadServerSalt).newServerSalt), String(keys.derive(7).salt));
});

test('with the right salt a ping is answered, and the session is announced once only', async ({ line, keys }) => {
  line.state.salt = bigInt(keys.derive(7).salt);
  await line.send(idAt(0), ping);
  assert.instance((await line.next()).obj, Api.NewSessionCreated);
  const pong = (await line.next()).obj;
  assert.is(String((pong as Api.Pong).pingId), '9');
  await line.send(idAt(0) + 4n, ping);
  assert.instance((await line.next()).obj, Api.Pong);
});

for (const [name, seconds, errorCode] of [
  ['behind', -400, 16],
  ['ahead', 60, 17],
] as const) {
  test(`a clock that is far ${name} is told so`, async ({ line, keys, requests }) => {
    line.state.salt = bigInt(keys.derive(7).salt);
    await line.send(idAt(seconds), new Api.updates.GetState().getBytes());
    assert.instance((await line.next()).obj, Api.NewSessionCreated);
    const { obj } = await line.next();
    assert.is((obj as Api.BadMsgNotification).errorCode, errorCode);
    assert.is(requests.length, 0);
  });
}

test('a request reaches the server with its number, and the answer comes back', async ({ line, keys, requests }) => {
  line.state.salt = bigInt(keys.derive(7).salt);
  const messageId = idAt(0);
  await line.send(messageId, new Api.updates.GetState().getBytes());
  assert.instance((await line.next()).obj, Api.NewSessionCreated);
  const [given] = requests;
  assert.is(given?.messageId, messageId);
  assert.instance(given?.request, Api.updates.GetState);
  given?.connection.send(new Api.UpdatesTooLong().getBytes(), 'notice');
  assert.instance((await line.next()).obj, Api.UpdatesTooLong);
});

test('acknowledgements are no requests', async ({ line, keys, requests }) => {
  line.state.salt = bigInt(keys.derive(7).salt);
  await line.send(idAt(0), new Api.MsgsAck({ msgIds: [bigInt(1)] }).getBytes());
  await line.send(idAt(0) + 4n, ping);
  assert.instance((await line.next()).obj, Api.NewSessionCreated);
  assert.instance((await line.next()).obj, Api.Pong);
  assert.is(requests.length, 0);
});

test('a packet that cannot be opened ends the connection', async ({ line, server }) => {
  const id = Buffer.from(createAuthKeys('secret', () => []).derive(7).id, 'hex');
  const forged = Buffer.concat([id, Buffer.alloc(48, 1)]);
  const closed = once(line.socket, 'close');
  line.socket.write(Buffer.concat([int32(forged.length), forged]));
  await closed;
  assert.equal(server.connectionsOf(7), []);
});

test('connections are found by account and by number', async ({ line, keys, server, requests }) => {
  line.state.salt = bigInt(keys.derive(7).salt);
  await line.send(idAt(0), new Api.updates.GetState().getBytes());
  await line.next();
  const connection = requests[0]?.connection;
  assert.equal(server.connectionsOf(7), [connection]);
  assert.is(server.connection(connection?.id ?? 0), connection);
  assert.equal(server.connectionsOf(8), []);
});

test.run();
