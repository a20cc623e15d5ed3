import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { fileUniqueIdOf } from '../../sandbox/bot-api/file-ids.ts';
import { openStage, type Stage } from '../../sandbox/mtproto/fixtures/mtproto-stage.ts';
import type { Media } from '../../sandbox/world/model.ts';
import { rejection } from '../../test/fixtures/rejection.ts';
import { type Assistant, connectAssistant } from './assistant.ts';

const suite = createSuite<{ stage: Stage; assistant: Assistant }>('albums through the assistant');
const { signal } = new AbortController();

suite.before(async (context) => {
  context.stage = await openStage();
  const { mtproto, assistant } = context.stage;
  const session = mtproto.sessionStringFor(assistant.id);
  const log = pino({ level: 'silent' });
  context.assistant = await connectAssistant({
    apiId: 1,
    apiHash: 'hash',
    session,
    address: mtproto.address,
    log,
    signal,
  });
});
suite.after(async ({ stage, assistant }) => {
  await assistant.close();
  await stage.close();
});

/** Posts a file, in an album or alone. */
async function post({ stage }: { stage: Stage }, media: Partial<Media> & Pick<Media, 'kind'>, mediaGroup?: string) {
  const { world, supergroup, olga } = stage;
  const file = await world.addFile(Buffer.from('sound'), { fileName: 'a.mp3', durationSec: 7, ...media });
  const message = { chatId: supergroup.id, fromId: olga.id, media: file };
  const { messageId } = world.postMessage({ ...message, ...(mediaGroup === undefined ? {} : { mediaGroup }) });
  return { messageId, file };
}

suite('all files of the album and no others, with what is said of them, whichever is asked for', async (context) => {
  const { stage, assistant } = context;
  await post(context, { kind: 'audio', title: 'before' });
  const one = await post(context, { kind: 'audio', title: 'One', performer: 'Band' }, 'A');
  await post(context, { kind: 'audio', title: 'other' }, 'B');
  const two = await post(context, { kind: 'video', fileName: 'two.mp4' }, 'A');
  const alone = await post(context, { kind: 'audio', title: 'alone' });
  for (const { messageId } of [one, two]) {
    const files = await assistant.readAlbum(stage.supergroup.id, messageId, signal);
    assert.equal(
      files.map(({ title, performer, durationMs }) => ({ title, performer, durationMs })),
      [
        { title: 'One', performer: 'Band', durationMs: 7_000 },
        { title: null, performer: null, durationMs: 7_000 },
      ],
    );
    assert.equal(
      files.map(({ source }) => source.type === 'telegram' && [source.messageId, source.fileUniqueId, source.fileId]),
      [one, two].map((it) => [it.messageId, fileUniqueIdOf(it.file), null]),
      'the same ids as the Bot API gives',
    );
  }
  const [single, ...none] = await assistant.readAlbum(stage.supergroup.id, alone.messageId, signal);
  assert.equal([single?.title, none], ['alone', []]);
});

suite('a chat that the assistant is not in', async ({ stage, assistant }) => {
  const members = [{ userId: stage.owner.id, status: 'creator' as const }];
  const foreign = stage.world.addChat({ type: 'supergroup', title: 'Foreign', members });
  const error = await rejection(assistant.readAlbum(foreign.id, 1, signal));
  assert.is(error.code, 'chat-unreachable');
});

suite.run();
