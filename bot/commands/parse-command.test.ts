import type { Message, MessageEntity } from 'grammy/types';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseCommand } from './parse-command.ts';

const test = suite('parse command');

function message(text: string, isCaption = false): Message {
  const entities: MessageEntity[] = [...text.matchAll(/(?<=^|\s)([/@])[\w@]+/g)].map(
    ({ index, 0: found, 1: sign }) => ({
      type: sign === '/' ? 'bot_command' : 'mention',
      offset: index,
      length: found.length,
    }),
  );
  const said = isCaption ? { caption: text, caption_entities: entities } : { text, entities };
  return { message_id: 1, date: 0, chat: { id: -1, type: 'supergroup', title: 'x' }, ...said } as Message;
}

const parse = (text: string, isCaption = false) => parseCommand(message(text, isCaption), 'Efir_Bot');
const command = (name: string, argument = '', isMentioned = false) => ({
  type: 'command' as const,
  name,
  argument,
  isMentioned,
});

test('commands, with and without argument and mention, in any case', () => {
  assert.equal(parse('/play'), command('play'));
  assert.equal(parse('/Play  https://a.example/b.mp3 '), command('play', 'https://a.example/b.mp3'));
  assert.equal(parse('/play@efir_bot sinnerman'), command('play', 'sinnerman', true));
  assert.equal(parse('/play\nsecond line'), command('play', 'second line'));
  assert.equal(parse('/play', true), command('play'), 'a caption');
});

test('what is for another bot, or for nobody', () => {
  assert.equal(parse('/play@other_bot'), { type: 'other-bot' });
  assert.equal(parse('what does /play do'), { type: 'none' });
  assert.equal(parse('hello'), { type: 'none' });
  assert.equal(parse('hello @somebody'), { type: 'none' });
});

test('a mention of the bot', () => {
  assert.equal(parse('hello @efir_bot'), { type: 'mention' });
});

test.run();
