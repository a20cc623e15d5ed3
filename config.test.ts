import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfig, requireTelegram } from './config.ts';
import { AppError } from './errors.ts';

const test = suite('config');

function messageOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    assert.instance(error, AppError);
    assert.is((error as AppError).code, 'config-invalid');
    return (error as AppError).message;
  }
  return '';
}

test('an empty environment has all defaults, frozen', () => {
  const config = loadConfig({});
  assert.is(config.HTTP_PORT, 8080);
  assert.is(config.CALL_ENGINE, 'auto');
  assert.equal(config.OWNER_IDS, []);
  assert.is(config.BOT_TOKEN, undefined);
  assert.ok(Object.isFrozen(config));
});

test('an empty value counts as unset', () => {
  assert.is(loadConfig({ HTTP_PORT: '', BOT_TOKEN: '' }).HTTP_PORT, 8080);
});

test('lists, addresses and paths are read', () => {
  const config = loadConfig({ OWNER_IDS: '1, 22,', EGRESS_ALLOW: 'radio.lan:8000, 10.0.0.7:80', DATA_DIR: 'there' });
  assert.equal(config.OWNER_IDS, [1, 22]);
  assert.equal(config.EGRESS_ALLOW, [
    { host: 'radio.lan', port: 8000 },
    { host: '10.0.0.7', port: 80 },
  ]);
  assert.ok(config.DATA_DIR.startsWith('/'), 'absolute from then on');
});

test('what is wrong is named', () => {
  assert.match(
    messageOf(() => loadConfig({ AUDIO_BITRATE_KBPS: '9000' })),
    'AUDIO_BITRATE_KBPS',
  );
  assert.match(
    messageOf(() => loadConfig({ REDIS_URL: 'http://x' })),
    'REDIS_URL: must begin with redis://',
  );
});

test('what Telegram needs is asked for, one at a time, with where to get it', () => {
  assert.match(
    messageOf(() => requireTelegram(loadConfig({}))),
    /^BOT_TOKEN: .*BotFather/,
  );
  const some = { BOT_TOKEN: '1:a', TELEGRAM_API_ID: '5', TELEGRAM_API_HASH: 'h' };
  assert.match(
    messageOf(() => requireTelegram(loadConfig(some))),
    /^ASSISTANT_SESSION: .*npm run login/,
  );
  assert.is(requireTelegram(loadConfig({ ...some, ASSISTANT_SESSION: 's' })).TELEGRAM_API_ID, 5);
});

test.run();
