import { randomBytes } from 'node:crypto';
import { IGE } from 'telegram/crypto/IGE.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decryptIge, encryptIge } from './aes-ige.ts';

const test = suite('aes-ige');

for (const blocks of [1, 2, 3, 64]) {
  test(`${blocks} blocks: the client's own implementation reads what is written, and is read`, () => {
    const key = randomBytes(32);
    const iv = randomBytes(32);
    const data = randomBytes(16 * blocks);
    const client = new IGE(key, iv);
    const encrypted = encryptIge(data, { key, iv });
    assert.ok(encrypted.equals(Buffer.from(client.encryptIge(data))));
    assert.ok(decryptIge(encrypted, { key, iv }).equals(data));
    assert.ok(Buffer.from(client.decryptIge(encrypted)).equals(data));
  });
}

test('the data that is given stays as it was', () => {
  const data = randomBytes(64);
  const before = Buffer.from(data);
  encryptIge(data, { key: randomBytes(32), iv: randomBytes(32) });
  decryptIge(data, { key: randomBytes(32), iv: randomBytes(32) });
  assert.ok(data.equals(before));
});

test.run();
