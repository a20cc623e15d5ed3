import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readTextQuery } from './read-query.ts';

const test = suite('read query');

test('links, also those that cannot be played', () => {
  for (const text of [
    'http://a.example/b.mp3',
    ' HTTPS://a.example ',
    'file:///etc/passwd',
    'file:/etc/passwd',
    'ftp://a/b',
    'data:audio/mp3,x',
  ]) {
    assert.equal(readTextQuery(text), { type: 'link', url: text.trim() });
  }
});

test('names', () => {
  for (const text of [
    'so what',
    'Mozart: Requiem',
    'Miles Davis/So What',
    'vol. 2/intro',
    'a.mp3',
    'AC/DC',
    '10/10',
    '',
  ]) {
    assert.equal(readTextQuery(text), { type: 'name', name: text, orLink: null });
  }
});

test('names that may be addresses without their beginning', () => {
  for (const text of [
    'dead.example/a.mp3',
    'a.example:8080/b',
    'www.a.example',
    '10.0.0.5/a.mp3',
    '[::1]/a.mp3',
    'пример.рф/a.mp3',
  ]) {
    assert.equal(readTextQuery(text), { type: 'name', name: text, orLink: `http://${text}` });
  }
});

test.run();
