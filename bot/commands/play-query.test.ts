import type { Message } from 'grammy/types';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readPlayQuery, wishesIn } from './play-query.ts';

const test = suite('play query');
const titles = { voice: 'Voice of Olga', videoNote: 'Video of Olga' };
const file = { file_id: 'F', file_unique_id: 'U' };

function message(more: Record<string, unknown>): Message {
  return { message_id: 10, date: 0, chat: { id: -5, type: 'supergroup', title: 'x' }, ...more } as Message;
}

const read = (more: Record<string, unknown>, argument = '') => readPlayQuery(message(more), argument, titles);
const answering = (more: Record<string, unknown>) => read({ reply_to_message: message({ message_id: 9, ...more }) });

test('the answered audio, with all that Telegram knows of it', () => {
  const audio = {
    ...file,
    duration: 562,
    title: 'So What',
    performer: 'Miles Davis',
    file_size: 9_000_000,
    mime_type: 'audio/mpeg',
    file_name: 'sw.mp3',
  };
  assert.equal(answering({ audio }), {
    type: 'source',
    source: {
      type: 'telegram',
      fileId: 'F',
      fileUniqueId: 'U',
      chatId: -5,
      messageId: 9,
      sizeBytes: 9_000_000,
      mime: 'audio/mpeg',
      fileName: 'sw.mp3',
    },
    title: 'So What',
    performer: 'Miles Davis',
    durationMs: 562_000,
  });
});

test('voice, video, video note, document', () => {
  const title = (more: Record<string, unknown>) => {
    const asked = answering(more);
    return asked.type === 'source' ? [asked.title, asked.durationMs] : asked.type;
  };
  assert.equal(title({ voice: { ...file, duration: 3 } }), ['Voice of Olga', 3_000]);
  assert.equal(title({ video: { ...file, duration: 4 } }), [null, 4_000]);
  assert.equal(title({ video_note: { ...file, duration: 5 } }), ['Video of Olga', 5_000]);
  assert.equal(title({ document: file }), [null, null]);
});

test('a caption on the file itself plays that file', () => {
  const asked = read({ audio: { ...file, duration: 1 }, caption: '/play' });
  assert.is(asked.type === 'source' && asked.source.type === 'telegram' && asked.source.messageId, 10);
});

test('words behind the command come first', () => {
  const replied = { reply_to_message: message({ voice: { ...file, duration: 3 } }) };
  assert.equal(read(replied, 'sinnerman'), { type: 'text', text: 'sinnerman' });
});

test('links among words are meant, not the words; a link with spaces is one link', () => {
  assert.equal(wishesIn('Song name https://a.example/1.mp3'), ['https://a.example/1.mp3']);
  assert.equal(wishesIn('https://a.example/1.mp3 https://a.example/2.mp3'), [
    'https://a.example/1.mp3',
    'https://a.example/2.mp3',
  ]);
  assert.equal(wishesIn('https://a.example/my song.mp3'), ['https://a.example/my song.mp3']);
  assert.equal(wishesIn('so what'), ['so what']);
});

test('a link in the answered message', () => {
  const text = 'listen: https://a.example/b.mp3';
  assert.equal(answering({ text, entities: [{ type: 'url', offset: 8, length: 23 }] }), {
    type: 'text',
    text: 'https://a.example/b.mp3',
  });
  const hidden = [{ type: 'text_link', offset: 0, length: 4, url: 'https://b.example/' }];
  assert.equal(answering({ text: 'here', entities: hidden }), { type: 'text', text: 'https://b.example/' });
});

test('nothing to play', () => {
  assert.equal(read({ text: '/play' }), { type: 'nothing' });
  assert.equal(answering({ text: 'hello' }), { type: 'no-media' });
  assert.equal(answering({ forum_topic_created: { name: 'Music' } }), { type: 'nothing' }, 'the head of a topic');
});

test.run();
