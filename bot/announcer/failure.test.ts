import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createTexts } from '../texts/texts.ts';
import { failureOf } from './failure.ts';

const test = suite('failure');

test('reasons become words, unknown ones too', () => {
  const texts = createTexts();
  const say = (reason: string) => texts.html('en', 'track-failed', { name: 'broken.mp3', reason: failureOf(reason) });
  assert.is(say('unreadable'), '⚠ Skipped “broken.mp3”: the file is damaged.');
  assert.is(say('file-gone'), "⚠ Skipped “broken.mp3”: I can't get hold of it any more.");
  assert.is(say('url-no-answer'), "⚠ Skipped “broken.mp3”: the site doesn't answer.");
  assert.is(say('no-audio'), '⚠ Skipped “broken.mp3”: there is no audio in it.');
  assert.is(say('something new'), "⚠ Skipped “broken.mp3”: it can't be played.");
});

test.run();
