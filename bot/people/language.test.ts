import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import type { BotServices } from '../services.ts';
import { createTexts } from '../texts/texts.ts';
import { errorText } from '../updates/error-text.ts';
import { languageFor } from './language.ts';

const test = suite('whose language');

/** Services in which everybody has chosen `chosen`, and the chat's music speaks `chat`. */
function services(chosen: 'en' | 'ru' | null, chat: 'en' | 'ru' | null = null, set: 'en' | 'ru' | null = null) {
  const settings = { read: async () => ({ language: set }) };
  const standing = async () => ({ role: 'user', isBlocked: false, language: chosen }) as const;
  return {
    control: { people: { standing } },
    store: { notes: { get: async () => chat }, settings },
  } as unknown as BotServices;
}

const user = (language_code?: string) => ({
  user: { id: 1, is_bot: false, first_name: 'x', ...(language_code ? { language_code } : {}) },
});

test('the one they chose, else that of their Telegram, else English', async () => {
  assert.is(await languageFor(services('ru'), -5, user('en')), 'ru');
  assert.is(await languageFor(services(null), -5, user('ru')), 'ru');
  assert.is(await languageFor(services(null), -5, user('de')), 'en');
  assert.is(await languageFor(services(null), -5, user()), 'en');
});

test('somebody without a name: that of the chat’s settings, else of the music', async () => {
  assert.is(await languageFor(services('en', 'ru'), -5, { user: null }), 'ru');
  assert.is(await languageFor(services('ru'), -5, { user: null }), 'en');
  assert.is(await languageFor(services('en', 'en', 'ru'), -5, { user: null }), 'ru');
});

test('errors in words: what is away is named, the rest has a code, never a trace', () => {
  const texts = createTexts();
  const away = errorText(texts, 'en', new AppError('redis-unavailable', 'ECONNREFUSED /secret/path'));
  assert.match(away, "My memory doesn't answer at the moment");
  assert.is(errorText(texts, 'en', new AppError('sql-unavailable', 'x')), away);
  const defect = errorText(texts, 'ru', new TypeError('x is not a function'));
  assert.match(defect, '«internal»');
  assert.not.match(defect, 'function');
});

test.run();
