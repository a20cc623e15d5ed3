import bigInt from 'big-integer';
import { Api } from 'telegram';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { createKnownChats } from './known-chats.ts';
import type { Rpc } from './rpc.ts';

const test = suite('known chats');
const { signal } = new AbortController();
const idOf = (bareId: number) => -1_000_000_000_000 - bareId;

function channel(bareId: number): Api.Channel {
  const photo = new Api.ChatPhotoEmpty();
  const id = bigInt(bareId);
  return new Api.Channel({ id, accessHash: bigInt(7), title: 'C', photo, date: 0, megagroup: true });
}

/** A Telegram in which the account is in `there`; it answers when `answer` resolves. */
function telegram(there: readonly number[], answer: () => Promise<void> = async () => undefined) {
  let dialogsRead = 0;
  const send = async (request: object) => {
    if (request instanceof Api.messages.GetDialogs) {
      dialogsRead += 1;
      const chats = there.map(channel);
      await answer();
      return new Api.messages.Dialogs({ dialogs: [], messages: [], users: [], chats });
    }
    if (request instanceof Api.channels.GetChannels) {
      const [wanted] = request.id;
      const bareId = wanted instanceof Api.InputChannel ? Number(wanted.channelId) : 0;
      return new Api.messages.Chats({ chats: [channel(bareId)] });
    }
    throw new Error('not expected');
  };
  const rpc = { send, ask: async (request: object) => ({ type: 'ok', value: await send(request) }) } as unknown as Rpc;
  return { rpc, dialogsRead: () => dialogsRead };
}

test('hundreds of streams that ask at once share one reading of the dialogs', async () => {
  const there = Array.from({ length: 200 }, (_, index) => index + 1);
  const { rpc, dialogsRead } = telegram(there);
  const chats = createKnownChats(rpc, signal);
  const found = await Promise.all(there.map((bareId) => chats.find(idOf(bareId), { signal })));
  assert.ok(found.every(({ type }) => type === 'found'));
  assert.is(dialogsRead(), 1);
});

test('a chat that was entered during a reading is found by the next', async () => {
  const there = [1];
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { rpc, dialogsRead } = telegram(there, () => released);
  const chats = createKnownChats(rpc, signal);
  const first = chats.find(idOf(1), { signal });
  there.push(2);
  const second = chats.find(idOf(2), { signal });
  release();
  assert.equal([(await first).type, (await second).type, dialogsRead()], ['found', 'found', 2]);
});

test('whoever asked and went away stops nobody else', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { rpc } = telegram([1], () => released);
  const chats = createKnownChats(rpc, signal);
  const leaving = new AbortController();
  const left = chats.find(idOf(1), { signal: leaving.signal }).catch((error: unknown) => error);
  const stayed = chats.find(idOf(1), { signal });
  leaving.abort(new AppError('aborted', 'gone'));
  release();
  assert.is((await stayed).type, 'found');
  assert.instance(await left, AppError);
});

test('a chat that we were put out of is known by what the ban said', async () => {
  const { rpc } = telegram([]);
  const chats = createKnownChats(rpc, signal);
  chats.learn([new Api.ChannelForbidden({ id: bigInt(3), accessHash: bigInt(7), title: 'C', megagroup: true })]);
  assert.is((await chats.find(idOf(3), { signal })).type, 'found');
});

test('a reading that failed is begun anew', async () => {
  let failures = 1;
  const { rpc } = telegram([1], async () => {
    if (failures-- > 0) throw new AppError('timeout', 'no answer');
  });
  const chats = createKnownChats(rpc, signal);
  await chats.find(idOf(1), { signal }).then(
    () => assert.unreachable(),
    (error: unknown) => assert.instance(error, AppError),
  );
  assert.is((await chats.find(idOf(1), { signal })).type, 'found');
});

test.run();
