import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { stripIcy } from './strip-icy.ts';

const test = suite('strip ICY');

function block(text: string | Buffer): Buffer {
  const body = Buffer.from(text);
  const out = Buffer.alloc(1 + Math.ceil(body.length / 16) * 16);
  out[0] = (out.length - 1) / 16;
  body.copy(out, 1);
  return out;
}

/** Sound and titles of a stream that comes in pieces of `pieceBytes`. */
async function strip(stream: Buffer, interval: number, pieceBytes: number) {
  async function* pieces() {
    for (let at = 0; at < stream.length; at += pieceBytes) yield stream.subarray(at, at + pieceBytes);
  }
  const titles: string[] = [];
  const sound: Uint8Array[] = [];
  for await (const piece of stripIcy(pieces(), interval, (title) => titles.push(title))) sound.push(piece);
  return { sound: Buffer.concat(sound).toString(), titles };
}

test('sound and titles come apart, whatever the pieces', async () => {
  const stream = Buffer.concat([
    Buffer.from('abcd'),
    block("StreamTitle='One';StreamUrl='x';"),
    Buffer.from('efgh'),
    block(''),
    Buffer.from('ijkl'),
    block("StreamTitle='One';"),
    Buffer.from('mnop'),
    block("StreamTitle='It's; two';"),
    Buffer.from('qr'),
  ]);
  for (const pieceBytes of [1, 3, 7, 1_000]) {
    const { sound, titles } = await strip(stream, 4, pieceBytes);
    assert.is(sound, 'abcdefghijklmnopqr');
    assert.equal(titles, ['One', "It's; two"]);
  }
});

test('titles in old encodings, cut off, empty and with line breaks', async () => {
  const titleOf = async (text: string | Buffer) =>
    (await strip(Buffer.concat([Buffer.from('a'), block(text)]), 1, 9)).titles;
  assert.equal(await titleOf(Buffer.from("StreamTitle='Beyonc\u00e9';", 'latin1')), ['Beyoncé']);
  const cyrillic = Buffer.from([0xca, 0xe8, 0xed, 0xee]);
  assert.equal(await titleOf(Buffer.concat([Buffer.from("StreamTitle='"), cyrillic, Buffer.from("';")])), ['Кино']);
  assert.equal(await titleOf("StreamTitle='no end"), ['no end']);
  assert.equal(await titleOf("StreamTitle='a\r\n b';"), ['a b']);
  assert.equal(await titleOf("StreamTitle='';"), []);
  assert.equal(await titleOf("StreamUrl='x';"), []);
});

test.run();
