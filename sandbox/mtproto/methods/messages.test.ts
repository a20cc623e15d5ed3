import { randomBytes } from 'node:crypto';
import bigInt from 'big-integer';
import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { trustServerKey } from '../../../scripts/login/trust-server-key.ts';
import { type Client, inputChannel, openStage, rpcError, type Stage } from '../fixtures/mtproto-stage.ts';

const test = suite<{ stage: Stage; client: Client }>('methods/messages');

test.before.each(async (context) => {
  context.stage = await openStage();
  context.client = await context.stage.connect(context.stage.assistant);
});
test.after.each(async ({ stage }) => stage.close());

/** Posts a file of random bytes and fetches the message as the assistant. */
async function postFile({ world, supergroup, owner }: Stage, client: Client, sizeBytes: number) {
  const bytes = randomBytes(sizeBytes);
  const about = {
    kind: 'audio',
    title: 'So What',
    performer: 'Miles Davis',
    durationSec: 562,
    mime: 'audio/mpeg',
  } as const;
  const media = await world.addFile(bytes, { ...about, fileName: 'so-what.mp3' });
  const { messageId } = world.postMessage({ chatId: supergroup.id, fromId: owner.id, media });
  const channel = await inputChannel(client, supergroup);
  const [message] = await client.api.getMessages(channel, { ids: [messageId] });
  const document = (message!.media as Api.MessageMediaDocument).document as Api.Document;
  return { bytes, document, channel, messageId };
}

const locate = (document: Api.Document, changes: Partial<Api.InputDocumentFileLocation> = {}) =>
  new Api.InputDocumentFileLocation({
    id: document.id,
    accessHash: document.accessHash,
    fileReference: document.fileReference,
    thumbSize: '',
    ...changes,
  });

test('a message comes with its file, and what is known of it', async ({ stage, client }) => {
  const { document } = await postFile(stage, client, 100);
  const audio = document.attributes.find((one) => one instanceof Api.DocumentAttributeAudio);
  assert.equal([audio?.title, audio?.performer, audio?.duration], ['So What', 'Miles Davis', 562]);
  assert.is(document.attributes.find((one) => one instanceof Api.DocumentAttributeFilename)?.fileName, 'so-what.mp3');
  assert.is(Number(document.size), 100);
  assert.is(document.mimeType, 'audio/mpeg');
});

test('deleted and unknown messages are empty; service messages come as such', async ({ stage, client }) => {
  const { world, supergroup, owner } = stage;
  const { messageId } = world.postMessage({ chatId: supergroup.id, fromId: owner.id, text: 'oops' });
  world.deleteMessage(supergroup.id, messageId);
  world.startCall(supergroup.id, owner.id);
  const channel = await inputChannel(client, supergroup);
  const ids = [messageId, messageId + 1, 999].map((id) => new Api.InputMessageID({ id }));
  const found = await client.api.invoke(new Api.channels.GetMessages({ channel, id: ids }));
  const names = (found as Api.messages.ChannelMessages).messages.map(({ className }) => className);
  assert.equal(names, ['MessageEmpty', 'MessageService', 'MessageEmpty']);
});

test('messages of a group are found too', async ({ stage, client }) => {
  const { world, assistant, owner } = stage;
  const group = world.addChat({ type: 'group', title: 'Small', members: [{ userId: assistant.id, status: 'member' }] });
  const { messageId } = world.postMessage({ chatId: group.id, fromId: owner.id, text: 'in the group' });
  const id = [new Api.InputMessageID({ id: messageId }), new Api.InputMessageID({ id: 999 })];
  const found = (await client.api.invoke(new Api.messages.GetMessages({ id }))) as Api.messages.Messages;
  assert.is((found.messages[0] as Api.Message).message, 'in the group');
  assert.instance(found.messages[1], Api.MessageEmpty);
});

test('the history goes back from the newest', async ({ stage, client }) => {
  const { world, supergroup, owner } = stage;
  const ids = ['a', 'b', 'c'].map(
    (text) => world.postMessage({ chatId: supergroup.id, fromId: owner.id, text }).messageId,
  );
  const peer = await inputChannel(client, supergroup);
  const blank = { addOffset: 0, offsetDate: 0, maxId: 0, minId: 0, hash: bigInt.zero };
  const history = async (offsetId: number, limit: number) => {
    const found = await client.api.invoke(new Api.messages.GetHistory({ peer, offsetId, limit, ...blank }));
    return (found as Api.messages.ChannelMessages).messages.map((message) => (message as Api.Message).message);
  };
  assert.equal(await history(0, 2), ['c', 'b']);
  assert.equal(await history(ids[1] ?? 0, 1), ['a']);
});

test('a file is downloaded piece by piece, by the client as it is', async ({ stage, client }) => {
  const { bytes, document } = await postFile(stage, client, 2_500_000);
  const pieces: Buffer[] = [];
  for await (const piece of client.api.iterDownload(locate(document), { requestSize: 1024 * 1024 })) pieces.push(piece);
  assert.equal(
    pieces.map(({ length }) => length),
    [1_048_576, 1_048_576, 402_848],
  );
  assert.ok(Buffer.concat(pieces).equals(bytes));
});

test('a download begins where it is told to', async ({ stage, client }) => {
  const { bytes, document } = await postFile(stage, client, 300_000);
  const offset = bigInt(262_144);
  const pieces: Buffer[] = [];
  for await (const piece of client.api.iterDownload(locate(document), { offset, requestSize: 4096 }))
    pieces.push(piece);
  assert.ok(Buffer.concat(pieces).equals(bytes.subarray(262_144)));
});

test('what is not asked for properly is not given', async ({ stage, client }) => {
  const { document } = await postFile(stage, client, 5000);
  const get = (location: Api.InputDocumentFileLocation, offset: number, limit: number) =>
    rpcError(client.api.invoke(new Api.upload.GetFile({ location, offset: bigInt(offset), limit })));
  assert.is(await get(locate(document), 0, 5000), 'LIMIT_INVALID');
  assert.is(await get(locate(document), 0, 2 * 1024 * 1024), 'LIMIT_INVALID');
  assert.is(await get(locate(document), 1000, 4096), 'OFFSET_INVALID');
  assert.is(await get(locate(document), 1024 * 1024 - 4096, 8192), 'LIMIT_INVALID');
  assert.is(await get(locate(document, { accessHash: bigInt(1) }), 0, 4096), 'FILE_ID_INVALID');
  const fileReference = Buffer.from('old');
  assert.is(await get(locate(document, { fileReference }), 0, 4096), 'FILE_REFERENCE_EXPIRED');
});

test('a file of another account is not given by its hash', async ({ stage, client }) => {
  const { document } = await postFile(stage, client, 5000);
  const olga = await stage.connect(stage.olga);
  const request = new Api.upload.GetFile({ location: locate(document), offset: bigInt.zero, limit: 4096 });
  assert.is(await rpcError(olga.api.invoke(request)), 'FILE_ID_INVALID');
});

test('the parallel download with temporary keys works for a client that knows the server', async ({
  stage,
  client,
}) => {
  trustServerKey(stage.mtproto.serverKeyPem);
  const { bytes, channel, messageId } = await postFile(stage, client, 2_500_000);
  const [message] = await client.api.getMessages(channel, { ids: [messageId] });
  const whole = await client.api.downloadMedia(message!, {});
  assert.ok(bytes.equals(whole as Buffer));
});

test('a slow download is slow, and whole', async ({ stage, client }) => {
  const { bytes, document } = await postFile(stage, client, 5000);
  stage.faults.add({ kind: 'slow-download', count: 1 });
  const startedAt = performance.now();
  const request = new Api.upload.GetFile({ location: locate(document), offset: bigInt.zero, limit: 131_072 });
  const file = (await client.api.invoke(request)) as Api.upload.File;
  assert.ok(performance.now() - startedAt > 450, 'half of 256 KB a second takes half a second');
  assert.ok(file.bytes.equals(bytes));
  assert.is(stage.faults.list().length, 0);
});

test.run();
