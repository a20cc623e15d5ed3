import { Transform } from 'node:stream';
import { loudnessTarget } from '../loudness/loudness.ts';
import { createKWeighting } from './k-weighting.ts';

/** Samples per channel of one measured block: 100 ms. */
const blockSamples = 4_800;
/** Blocks that are measured before the first is given out: 400 ms, the shortest that BS.1770 calls loudness. */
const firstBlocks = 4;
/** How long the level looks back once it has run that long, in blocks: 15 s. A song's quiet verse does not make it swell. */
const memoryBlocks = 150;
/** The gain moves no faster than this, dB a block: 0.6 dB a second cannot be heard as pumping … */
const slowStepDb = 0.06;
/** … but a wrong first guess is mended quicker: within the first 3 s. */
const earlyStepDb = 0.4;
const earlyBlocks = 30;
/** Silence and pauses say nothing of a station's level. */
const floorLufs = -55;
const gateLu = 15;
const maxGainDb = 20;
const minGainDb = -20;

/**
 * Brings sound that has no end to −16 LUFS, slowly: measures it as it comes (K-weighted, gated like BS.1770, looking back 15 s) and moves
 * one gain for all channels. Takes and gives f32le, interleaved, 48 kHz. Peaks may rise above full scale: a limiter follows.
 */
export function createLeveller(channels: 1 | 2): Transform {
  const blockBytes = blockSamples * channels * 4;
  const weightings = Array.from({ length: channels }, createKWeighting);
  const level = createLevel();
  const held: Buffer[] = [];
  let pending = Buffer.alloc(0);
  let gainDb: number | null = null;
  let blocks = 0;

  function measure(block: Buffer): number {
    let sum = 0;
    for (let at = 0; at < block.length; at += 4 * channels) {
      for (const [channel, weighting] of weightings.entries()) {
        const weighted = weighting.weigh(block.readFloatLE(at + 4 * channel));
        sum += weighted * weighted;
      }
    }
    return -0.691 + 10 * Math.log10(sum / blockSamples + 1e-12);
  }

  function nextGainDb(): number {
    const wanted = Math.min(maxGainDb, Math.max(minGainDb, loudnessTarget.loudnessLufs - level.lufs()));
    if (gainDb === null) return wanted;
    const stepDb = blocks < earlyBlocks ? earlyStepDb : slowStepDb;
    return gainDb + Math.min(stepDb, Math.max(-stepDb, wanted - gainDb));
  }

  /** Applies the gain, gliding over the block from the one before. */
  function amplify(block: Buffer): Buffer {
    const to = nextGainDb();
    const from = gainDb ?? to;
    gainDb = to;
    const out = Buffer.allocUnsafe(block.length);
    const step = 10 ** ((to - from) / 20 / blockSamples);
    let factor = 10 ** (from / 20);
    for (let at = 0; at < block.length; at += 4 * channels) {
      for (let of = at; of < at + 4 * channels; of += 4) out.writeFloatLE(block.readFloatLE(of) * factor, of);
      factor *= step;
    }
    return out;
  }

  function accept(block: Buffer, give: (sound: Buffer) => void): void {
    level.add(measure(block));
    blocks += 1;
    held.push(block);
    if (blocks < firstBlocks) return;
    for (const one of held.splice(0)) give(amplify(one));
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= blockBytes) {
        accept(pending.subarray(0, blockBytes), (sound) => this.push(sound));
        pending = pending.subarray(blockBytes);
      }
      done();
    },
    flush(done) {
      for (const one of [...held.splice(0), pending.subarray(0, pending.length - (pending.length % (4 * channels)))]) {
        if (one.length > 0) this.push(amplify(one));
      }
      done();
    },
  });
}

/** The loudness of what was heard lately: a mean of energies that forgets. */
function createLevel() {
  let energy = 0;
  let counted = 0;
  const lufs = () => (counted === 0 ? loudnessTarget.loudnessLufs : 10 * Math.log10(energy));
  return {
    lufs,
    add(blockLufs: number): void {
      const isPause = counted > 0 && blockLufs < lufs() - gateLu;
      if (blockLufs < floorLufs || isPause) return;
      counted += 1;
      energy += (10 ** (blockLufs / 10) - energy) / Math.min(counted, memoryBlocks);
    },
  };
}
