import { join } from 'node:path';
import { type RunningEfir, startEfir } from '../../test/fixtures/efir.ts';
import { toneShare } from '../../test/fixtures/spectrum.ts';
import { makeTone } from '../../test/fixtures/tones.ts';
import { readWav } from '../../test/fixtures/wav.ts';
import { percentile } from './percentile.ts';

/** Result of the bench, milliseconds. */
export interface FirstAudio {
  readonly preparedMs: { readonly p50: number; readonly p99: number };
  readonly coldMs: { readonly p50: number; readonly p99: number };
}

const listenSeconds = 4;
const stepSamples = 240;

/**
 * From the chat message to the first audio of the track at the media server, decoded there: the placeholder plays, somebody answers an audio file with /play.
 * `prepared`: a track that was heard before; `cold`: a 3-minute mp3 never seen before. The whole product runs as `npm start` does.
 */
export async function benchFirstAudio(n: number): Promise<FirstAudio> {
  const efir = await startEfir({ args: ['--no-seed'] });
  try {
    const room = await openRoom(efir);
    const prepared: number[] = [];
    const cold: number[] = [];
    const known = await room.postMp3(997);
    await room.start(known);
    for (let i = 0; i < n; i++) {
      prepared.push(await room.measure(known, 997));
      const frequency = 400 + 7 * i;
      cold.push(await room.measure(await room.postMp3(frequency), frequency));
    }
    return { preparedMs: summarize(prepared), coldMs: summarize(cold) };
  } finally {
    await efir.close();
  }
}

function summarize(values: readonly number[]): { p50: number; p99: number } {
  return { p50: Math.round(percentile(values, 0.5)), p99: Math.round(percentile(values, 0.99)) };
}

/** A chat with the placeholder on the air. */
async function openRoom({ telegram, dataDir }: RunningEfir) {
  const fromId = await telegram.addUser({ firstName: 'Olga', languageCode: 'en' });
  const members = [{ userId: fromId, status: 'creator' }];
  const chatId = await telegram.addChat({
    title: 'Bench',
    type: 'supergroup',
    members,
    withBot: true,
    withAssistant: true,
  });
  const skip = async () => {
    const asked = await telegram.post({ chatId, fromId, text: '/skip' });
    await telegram.answer(chatId, asked, /.+/);
  };
  return {
    /** Puts the stream on the air with a track, which is prepared then, and leaves the placeholder playing. */
    async start(replyTo: number): Promise<void> {
      const asked = await telegram.post({ chatId, fromId, text: '/play', replyTo });
      await telegram.answer(chatId, asked, /Now playing/);
      await skip();
    },
    async postMp3(frequency: number): Promise<number> {
      const path = await makeTone(join(dataDir, `bench-${frequency}.mp3`), {
        frequency,
        seconds: 180,
        bitrateKbps: 128,
      });
      return telegram.post({
        chatId,
        fromId,
        file: { path, kind: 'audio', title: `Tone ${frequency}`, durationSec: 180 },
      });
    },
    /** Milliseconds from the message to the tone; leaves the placeholder playing. */
    async measure(replyTo: number, frequency: number): Promise<number> {
      const listening = telegram.audio(chatId, listenSeconds);
      const begunAt = performance.now();
      // The recording begins when the request has arrived; what comes after it is measured against its own clock.
      await new Promise((resolve) => setTimeout(resolve, 50));
      const askedAt = performance.now();
      const asked = await telegram.post({ chatId, fromId, text: '/play', replyTo });
      const onsetMs = findOnset(await listening, frequency);
      await telegram.answer(chatId, asked, /Tone/);
      await skip();
      return onsetMs - (askedAt - begunAt);
    },
  };
}

/** Milliseconds into the recording at which the tone begins. @throws Error when it does not. */
function findOnset(wav: Uint8Array, frequency: number): number {
  const { channels, sampleRate } = readWav(wav);
  const [left = new Float32Array()] = channels;
  for (let at = 0; at + 4 * stepSamples <= left.length; at += stepSamples) {
    const window = left.subarray(at, at + 4 * stepSamples);
    const isLoud = window.some((sample) => Math.abs(sample) > 0.02);
    if (isLoud && toneShare(window, sampleRate, frequency) > 0.8) return (at / sampleRate) * 1_000;
  }
  throw new Error(`the tone of ${frequency} Hz was not heard within ${listenSeconds} s`);
}
