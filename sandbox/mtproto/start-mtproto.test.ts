import { createPublicKey } from 'node:crypto';
import { connect } from 'node:net';
import { pino } from 'pino';
import { AuthKey } from 'telegram/crypto/AuthKey.js';
import { ConnectionTCPAbridged } from 'telegram/network/index.js';
import { StringSession } from 'telegram/sessions/index.js';
import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openStage, rpcError, type Stage } from './fixtures/mtproto-stage.ts';
import { startMtproto } from './start-mtproto.ts';

const test = suite<{ stage: Stage }>('start-mtproto');

test.before.each(async (context) => {
  context.stage = await openStage();
});
test.after.each(async ({ stage }) => stage.close());

test('the session string signs the unmodified client in', async ({ stage }) => {
  const { api } = await stage.connect(stage.assistant);
  const me = await api.getMe();
  assert.is(String(me.id), String(stage.assistant.id));
  assert.is(me.self, true);
  assert.is(await api.checkAuthorization(), true);
});

test('the session string is the same after a restart', async ({ stage }) => {
  const { world, faults, media } = stage;
  const before = stage.mtproto.sessionStringFor(stage.assistant.id);
  const restarted = await startMtproto({ world, faults, media, log: pino({ level: 'silent' }) });
  try {
    assert.is(restarted.sessionStringFor(stage.assistant.id), before);
  } finally {
    await restarted.close();
  }
});

test('an unknown auth key is answered with -404', async ({ stage }) => {
  const packet = Buffer.concat([Buffer.alloc(4, 0xee), intermediate(Buffer.alloc(40, 7))]);
  const answer = await exchange(stage, packet);
  assert.is(answer.readInt32LE(0), 4);
  assert.is(answer.readInt32LE(4), -404);
});

test('a stream that is no MTProto is hung up on', async ({ stage }) => {
  assert.is((await exchange(stage, Buffer.from('GET / HTTP/1.1\r\n\r\n'))).length, 0);
});

test('dropped connections come back by themselves, and pushes with them', async ({ stage }) => {
  const client = await stage.connect(stage.assistant);
  await client.api.getMe();
  stage.faults.add({ kind: 'mtproto-drop' });
  assert.is(stage.faults.list().length, 0);
  await client.api.invoke(new Api.updates.GetState());
  stage.world.startCall(stage.supergroup.id, stage.owner.id);
  await client.waitFor((update) => (update instanceof Api.UpdateGroupCall ? true : undefined));
});

test('while the server is down connections are refused, and afterwards the client is back', async ({ stage }) => {
  const client = await stage.connect(stage.assistant);
  await client.api.getMe();
  stage.faults.add({ kind: 'mtproto-down', seconds: 1 });
  assert.is((await exchange(stage, Buffer.alloc(64, 0xee))).length, 0);
  assert.ok(stage.faults.peek('mtproto-down'));
  await client.api.invoke(new Api.updates.GetState());
  assert.is(stage.faults.peek('mtproto-down'), null);
});

test('a flood wait names its seconds, and hits the method that was meant', async ({ stage }) => {
  const { api } = await stage.connect(stage.assistant);
  stage.faults.add({ kind: 'flood-wait', method: 'updates.getState', seconds: 7 });
  const error = await api.invoke(new Api.updates.GetState()).catch((reason: unknown) => reason);
  assert.is((error as { seconds?: number }).seconds, 7);
  await api.invoke(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }));
  stage.faults.clear();
  await api.invoke(new Api.updates.GetState());
});

test('a method that the sandbox does not know is refused and listed', async ({ stage }) => {
  const { api } = await stage.connect(stage.assistant);
  assert.is(await rpcError(api.invoke(new Api.help.GetCountriesList({ langCode: 'en', hash: 0 }))), 'METHOD_NOT_FOUND');
  assert.equal(stage.world.unknownMethods(), ['mtproto help.getCountriesList']);
});

test('many requests at once, packed into containers, are each answered', async ({ stage }) => {
  const { api } = await stage.connect(stage.assistant);
  const answers = await Promise.all(Array.from({ length: 50 }, () => api.invoke(new Api.updates.GetState())));
  assert.is(answers.filter((answer) => answer instanceof Api.updates.State).length, 50);
});

test('nothing is replayed after an absence', async ({ stage }) => {
  const { api } = await stage.connect(stage.assistant);
  const difference = await api.invoke(new Api.updates.GetDifference({ pts: 1, date: 1, qts: 0 }));
  assert.instance(difference, Api.updates.DifferenceEmpty);
});

test('the abridged transport works too', async ({ stage }) => {
  const { api } = stage.client(stage.mtproto.sessionStringFor(stage.assistant.id));
  Reflect.set(api, '_connection', ConnectionTCPAbridged);
  await api.connect();
  assert.is((await api.getMe()).firstName, 'Efir');
});

test("the server's key is a public key that a client can be told", async ({ stage }) => {
  assert.is(createPublicKey(stage.mtproto.serverKeyPem).asymmetricKeyType, 'rsa');
  assert.not.match(stage.mtproto.serverKeyPem, /PRIVATE/);
});

test('after logging out the key is worth nothing', async ({ stage }) => {
  const { api } = await stage.connect(stage.olga);
  await api.invoke(new Api.auth.LogOut());
  assert.is(await rpcError(api.invoke(new Api.updates.GetState())), 'AUTH_KEY_UNREGISTERED');
});

test('the session string carries the derived key', async ({ stage }) => {
  const session = new StringSession(stage.mtproto.sessionStringFor(stage.assistant.id));
  await session.load();
  assert.is(session.dcId, 2);
  assert.instance(session.getAuthKey(), AuthKey);
  assert.is(session.getAuthKey()?.getKey()?.length, 256);
});

function intermediate(packet: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeInt32LE(packet.length);
  return Buffer.concat([head, packet]);
}

/** Sends raw bytes; gives the first answer, or nothing when the server hangs up. */
function exchange({ mtproto }: Stage, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(mtproto.address.port, mtproto.address.host, () => socket.write(bytes));
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer);
    });
    socket.once('close', () => resolve(Buffer.alloc(0)));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
  });
}

test.run();
