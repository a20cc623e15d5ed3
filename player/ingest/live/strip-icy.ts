import { mendMojibake } from '../../resolve/names/mend-mojibake.ts';

/**
 * Takes the metadata blocks out of a radio's bytes, so that only sound is left. A block stands after every `interval` bytes of sound: one
 * byte that counts sixteenths of its length, then text padded with zeros.
 *
 * @param onTitle hears each `StreamTitle` that differs from the one before; never an empty one.
 * @see https://cast.readme.io/docs/icy the protocol as servers speak it
 */
export async function* stripIcy(
  source: AsyncIterable<Uint8Array>,
  interval: number,
  onTitle: (title: string) => void,
): AsyncGenerator<Uint8Array> {
  let soundLeft = interval;
  let block: Buffer | null = null;
  let blockLeft = 0;
  let lastTitle = '';

  function endBlock(text: Buffer): void {
    const title = titleIn(text);
    if (title === null || title === lastTitle) return;
    lastTitle = title;
    onTitle(title);
  }

  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; ) {
      if (soundLeft > 0) {
        const sound = chunk.subarray(at, at + soundLeft);
        soundLeft -= sound.length;
        at += sound.length;
        yield sound;
      } else if (block === null) {
        block = Buffer.alloc(0);
        blockLeft = (chunk[at] ?? 0) * 16;
        at += 1;
      } else {
        const part = chunk.subarray(at, at + blockLeft);
        block = Buffer.concat([block, part]);
        blockLeft -= part.length;
        at += part.length;
      }
      if (block !== null && blockLeft === 0) {
        endBlock(block);
        block = null;
        soundLeft = interval;
      }
    }
  }
}

/** `StreamTitle='Artist - Title';StreamUrl='…';`: titles hold apostrophes, so the end is `';`. */
function titleIn(block: Buffer): string | null {
  const utf8 = new TextDecoder('utf-8').decode(block);
  const text = utf8.includes('\uFFFD') ? block.toString('latin1') : utf8;
  const title = /StreamTitle='(.*?)';/s.exec(text)?.[1] ?? /StreamTitle='([^\0]*?)'?\0*$/s.exec(text)?.[1];
  const line = mendMojibake(title ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return line === '' ? null : [...line].slice(0, 200).join('');
}
