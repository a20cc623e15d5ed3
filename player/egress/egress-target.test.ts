import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeTarget } from './egress-target.ts';

const test = suite('egress target');

const refused = [
  ['', 'url-invalid'],
  ['not a url', 'url-invalid'],
  ['http://', 'url-invalid'],
  ['http://[::1', 'url-invalid'],
  ['http://user@example.com/a.mp3', 'url-invalid'],
  ['http://user:secret@example.com/a.mp3', 'url-invalid'],
  ['file:///etc/passwd', 'url-scheme'],
  ['ftp://example.com/a.mp3', 'url-scheme'],
  ['gopher://example.com/', 'url-scheme'],
  ['data:audio/mpeg;base64,AAAA', 'url-scheme'],
  ['concat:a|b', 'url-scheme'],
  ['http://127.0.0.1/', 'url-private'],
  ['http://127.1/', 'url-private'],
  ['http://2130706433/', 'url-private'],
  ['http://0x7f000001/', 'url-private'],
  ['http://0x7f.1/', 'url-private'],
  ['http://0177.0.0.1/', 'url-private'],
  ['http://017700000001/', 'url-private'],
  ['http://127.0.0.1./', 'url-private'],
  ['http://①②⑦.0.0.1/', 'url-private'],
  ['http://0/', 'url-private'],
  ['http://[::1]/', 'url-private'],
  ['http://[::ffff:127.0.0.1]/', 'url-private'],
  ['http://[64:ff9b::10.0.0.1]/', 'url-private'],
  ['http://[fd00:ec2::254]/latest/meta-data', 'url-private'],
  ['https://169.254.169.254/latest/meta-data', 'url-private'],
  ['http://10.0.0.5/a.mp3', 'url-private'],
] as const;

for (const [text, code] of refused) {
  test(`refuses ${JSON.stringify(text)} as ${code}`, () => {
    assert.equal(judgeTarget(text, []), { type: 'refused', refusal: { code } });
  });
}

test('accepts http(s) with names and public addresses, with the port that counts', () => {
  for (const [text, host, port] of [
    ['http://example.com/a.mp3', 'example.com', 80],
    ['https://example.com./a.mp3', 'example.com', 443],
    ['https://example.com:8443/a.mp3', 'example.com', 8443],
    ['http://8.8.8.8/a.mp3', '8.8.8.8', 80],
    ['http://[2606:4700:4700::1111]:81/', '2606:4700:4700::1111', 81],
  ] as const) {
    const target = judgeTarget(text, []);
    assert.is(target.type, 'ok', text);
    if (target.type === 'ok') assert.equal([target.host, target.port, target.isAllowed], [host, port, false]);
  }
});

test('an exception holds for its host and port only', () => {
  const allow = [
    { host: '127.0.0.1', port: 9000 },
    { host: '[::1]', port: 9000 },
    { host: 'Radio.local', port: 80 },
  ];
  for (const text of ['http://127.0.0.1:9000/x', 'http://[::1]:9000/', 'http://radio.LOCAL/']) {
    const target = judgeTarget(text, allow);
    assert.ok(target.type === 'ok' && target.isAllowed, text);
  }
  for (const text of ['http://127.0.0.1:9001/x', 'http://127.0.0.2:9000/']) {
    assert.equal(judgeTarget(text, allow), { type: 'refused', refusal: { code: 'url-private' } });
  }
});

test('a relative redirect is judged against the page it came from', () => {
  const target = judgeTarget('../b.mp3', [], new URL('http://example.com/x/a.mp3'));
  assert.ok(target.type === 'ok' && target.url.href === 'http://example.com/b.mp3');
  assert.equal(judgeTarget('//10.0.0.1/', [], new URL('http://example.com/')), {
    type: 'refused',
    refusal: { code: 'url-private' },
  });
});

test.run();
