import { OpusDecoder } from 'opus-decoder';
import { frameSamples } from '../../playout/opus-packet.ts';

/** Turns Opus packets into PCM. Its owner closes it. */
export interface OpusToPcm {
  /**
   * Decodes one 20 ms packet: s16, interleaved, 48 kHz, 960 samples a channel. The array is used again at the next call.
   * Nothing (null) when the packet cannot be decoded.
   */
  decode(packet: Uint8Array): Int16Array | null;
  close(): void;
}

/** Creates a decoder (libopus as WebAssembly, in this process) of `channels` channels; mono packets are heard on both. */
export async function createOpusToPcm(channels: 1 | 2): Promise<OpusToPcm> {
  const decoder = new OpusDecoder({ channels });
  await decoder.ready;
  const pcm = new Int16Array(frameSamples * channels);

  function decode(packet: Uint8Array): Int16Array | null {
    const { channelData, samplesDecoded } = decoder.decodeFrame(packet);
    if (samplesDecoded !== frameSamples) return null;
    for (let channel = 0; channel < channels; channel += 1) {
      const samples = channelData[channel];
      if (samples === undefined) return null;
      for (let index = 0; index < frameSamples; index += 1) {
        const value = (samples[index] ?? 0) * 32_767;
        pcm[index * channels + channel] = Math.max(-32_768, Math.min(32_767, Math.round(value)));
      }
    }
    return pcm;
  }

  return { decode, close: () => decoder.free() };
}
