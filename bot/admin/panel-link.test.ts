import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Administration } from '../../control/admin/administration.ts';
import type { AdminRequest } from '../../control/admin/results.ts';
import type { Control } from '../../control/control.ts';
import { createTexts } from '../texts/texts.ts';
import { panelAnswer, panelUrlOf } from './panel-link.ts';

const test = suite('the way into the panel');
const texts = createTexts();

/** Access that gives links; the real one is tested with the administration (streams.integration.test.ts). */
const access = { issueLink: async () => ({ type: 'issued', secret: 'a+b/c', expiresAt: 1 }) } as unknown;
const control = { admin: { access } as Administration } as Control;
const answerAt = (panelUrl: string) => panelAnswer({ control, texts, panelUrl }, {} as AdminRequest, 'en');

test('where the panel is: PUBLIC_URL, or this machine', () => {
  const own = { HTTP_HOST: '127.0.0.1', HTTP_PORT: 8080 };
  assert.is(panelUrlOf({ ...own, PUBLIC_URL: 'https://efir.example/' }), 'https://efir.example');
  assert.is(panelUrlOf({ ...own, PUBLIC_URL: undefined }), 'http://127.0.0.1:8080');
  assert.is(panelUrlOf({ ...own, HTTP_HOST: '0.0.0.0', PUBLIC_URL: undefined }), 'http://127.0.0.1:8080');
  assert.is(panelUrlOf({ ...own, HTTP_HOST: '::1', PUBLIC_URL: undefined }), 'http://[::1]:8080');
});

test('a button where Telegram takes one, else the link as text; the secret is escaped', async () => {
  const answer = await answerAt('https://efir.example');
  assert.ok('keyboard' in answer);
  assert.equal(answer.keyboard, [
    [{ text: 'Open the panel ↗', url: 'https://efir.example/admin/sign-in?link=a%2Bb%2Fc' }],
  ]);
  for (const url of [
    'http://127.0.0.1:8080',
    'http://localhost:8080',
    'http://[::1]:80',
    'http://box.local',
    'http://box',
  ]) {
    const plain = await answerAt(url);
    assert.ok('html' in plain && !('keyboard' in plain));
    assert.match(plain.html, `${url}/admin/sign-in?link=a%2Bb%2Fc`);
  }
});

test.run();
