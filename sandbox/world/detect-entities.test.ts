import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Entity, withDetectedEntities } from './detect-entities.ts';

const test = suite('detect-entities');

/** `type:text` of each entity. */
function found(text: string, given: readonly Entity[] = []): string[] {
  return (withDetectedEntities(text, given) as Entity[]).map(
    ({ type, offset, length }) => `${type}:${text.slice(offset, offset + length)}`,
  );
}

test('commands, alone and with the bot that is meant', () => {
  assert.equal(found('/play'), ['bot_command:/play']);
  assert.equal(found('please /play@efir_bot now'), ['bot_command:/play@efir_bot']);
  assert.equal(found('/play http://a.ru/b/c.mp3'), ['bot_command:/play', 'url:http://a.ru/b/c.mp3']);
});

test('what only looks like a command is none', () => {
  assert.equal(found('and/or 1/2 a//b /эфир'), []);
});

test('links, mentions, hashtags', () => {
  assert.equal(found('see https://a.b/c?d=1, or example.com.'), ['url:https://a.b/c?d=1', 'url:example.com']);
  assert.equal(found('hi @olga and a@b.com #эфир #1'), ['mention:@olga', 'hashtag:#эфир']);
});

test('nothing is found inside code and links', () => {
  assert.equal(found('/play', [{ type: 'code', offset: 0, length: 5 }]), ['code:/play']);
});

test('given entities stay, and are not doubled', () => {
  const given = [
    { type: 'bold', offset: 0, length: 5 },
    { type: 'bot_command', offset: 0, length: 5 },
  ];
  assert.equal(found('/play', given), ['bold:/play', 'bot_command:/play']);
});

test.run();
