import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseMultipart } from './multipart.ts';

const test = suite('multipart');
const form = (...lines: string[]) => Buffer.from(lines.join('\r\n'));

test('fields and files, quoted or not, bytes untouched', () => {
  const body = form(
    '--b',
    'content-disposition:form-data;name="chat_id"',
    '',
    '1',
    '--b',
    'Content-Disposition: form-data; name=audio; filename=So What.mp3',
    'Content-Type: audio/mpeg',
    '',
    'a\r\n--c\r\n\u0000',
    '--b',
    'Content-Disposition: form-data; name="voice"; filename="a \\"b\\".ogg"',
    '',
    '',
    '--b--',
    '',
  );
  const shown = parseMultipart(body, 'multipart/form-data; boundary=b').map(({ bytes, ...rest }) => ({
    ...rest,
    text: Buffer.from(bytes).toString(),
  }));
  assert.equal(shown, [
    { name: 'chat_id', mime: '', text: '1' },
    { name: 'audio', fileName: 'So What.mp3', mime: 'audio/mpeg', text: 'a\r\n--c\r\n\u0000' },
    { name: 'voice', fileName: 'a "b".ogg', mime: '', text: '' },
  ]);
});

test('a form that is cut short or has no boundary is refused', () => {
  assert.throws(() => parseMultipart(form('--b', '', ''), 'multipart/form-data; boundary=b'), /does not end/);
  assert.throws(() => parseMultipart(form('--b--'), 'multipart/form-data'), /no boundary/);
});

test.run();
