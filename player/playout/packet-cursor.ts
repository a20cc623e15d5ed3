import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../errors.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import { type OggPage, readOggPage } from './ogg-page.ts';
import { frameSamples, opusPacketSamples } from './opus-packet.ts';
import { createPacketAssembler } from './packet-assembler.ts';

/** Bytes read at a time: about one second of 128 kbit/s. */
const chunkBytes = 16_384;

/** What is learnt from an Ogg Opus file's beginning, and needed to find a place in it. */
export interface OggLayout {
  readonly serial: number;
  /** Where the first page with audio begins. */
  readonly audioAt: number;
  /** Granule position at the beginning of frame 0; not 0 in files cut from longer ones. */
  readonly baseGranule: number;
}

/** Where a cursor begins: a page of the file, and the first frame wanted. */
export interface CursorStart {
  readonly at: number;
  readonly frame: number;
  /** Null at the very beginning of the file, where it is learnt. */
  readonly layout: OggLayout | null;
}

/** Reads a file's packets from one place on, a chunk at a time, into a small queue in memory. */
export class PacketCursor {
  readonly #file: AudioFile;
  readonly #handle: FileHandle;
  readonly #assembler = createPacketAssembler();
  readonly #wantedFrame: number;
  #layout: OggLayout | null;
  /** Bytes read but not yet parsed, and where they begin in the file. */
  #rest: Buffer = Buffer.alloc(0);
  #restAt: number;
  #queue: Uint8Array[] = [];
  #head = 0;
  /** Index of the next packet that the file gives; null until a page told it. */
  #fileFrame: number | null;
  #isEnded = false;

  constructor(file: AudioFile, handle: FileHandle, start: CursorStart) {
    this.#file = file;
    this.#handle = handle;
    this.#restAt = start.at;
    this.#layout = start.layout;
    this.#wantedFrame = start.frame;
    this.#fileFrame = start.layout === null || start.at === start.layout.audioAt ? 0 : null;
  }

  /** Null until the first page with audio was read. */
  get layout(): OggLayout | null {
    return this.#layout;
  }

  /** Packets that wait in the queue. */
  get queued(): number {
    return this.#queue.length - this.#head;
  }

  /** There is nothing more behind the queue. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Takes the next packet out of the queue; undefined when it is empty. */
  take(): Uint8Array | undefined {
    const packet = this.#queue[this.#head];
    if (packet !== undefined) this.#head += 1;
    return packet;
  }

  /**
   * Reads one more chunk. Returns whether anything was there; `false` with `isEnded` unset means that the file is still growing.
   * @throws AppError `ingest-failed` when the bytes are not Ogg Opus in 20 ms packets.
   */
  async fill(): Promise<boolean> {
    // Asked before reading: what was complete then holds everything that will ever be read.
    const isSealed = this.#file.state !== 'growing';
    const known = this.#rest.length;
    const bytes = Buffer.allocUnsafe(known + chunkBytes);
    this.#rest.copy(bytes);
    const { bytesRead } = await this.#handle.read(bytes, known, chunkBytes, this.#restAt + known);
    if (bytesRead === 0) {
      this.#isEnded = isSealed;
      return false;
    }
    this.#rest = bytes.subarray(0, known + bytesRead);
    this.#parse();
    return true;
  }

  #parse(): void {
    // Taken packets are let go here, once per chunk, not one by one.
    this.#queue = this.#queue.slice(this.#head);
    this.#head = 0;
    let at = 0;
    for (;;) {
      const page = readOggPage(this.#rest, at);
      if (page === 'incomplete') break;
      if (page === 'invalid')
        throw new AppError('ingest-failed', `no Ogg page at byte ${this.#restAt + at} of ${this.#file.path}`);
      this.#accept(page, this.#restAt + at);
      at = page.endAt;
    }
    this.#rest = this.#rest.subarray(at);
    this.#restAt += at;
  }

  #accept(page: OggPage, pageAt: number): void {
    const packets = this.#assembler.accept(page, this.#rest);
    const audio = packets.filter((packet) => this.#layout !== null || !isHeader(packet));
    if (audio.length === 0) return;
    this.#layout ??= learnLayout(page, pageAt, audio.length);
    this.#fileFrame ??= frameAt(page.granule, this.#layout) - audio.length;
    if (page.isLast && this.#isMostlyPadding(page, audio.length, this.#layout)) audio.pop();
    for (const packet of audio) this.#enqueue(packet);
  }

  /**
   * Whether most of the last packet is what the encoder added to fill it (end trimming, RFC 7845 section 4.4). Played, it would be silence
   * before the next track; left out, less than 10 ms of the track are lost.
   */
  #isMostlyPadding(page: OggPage, packets: number, layout: OggLayout): boolean {
    const endFrame = (this.#fileFrame ?? 0) + packets;
    const trimmed = layout.baseGranule + endFrame * frameSamples - page.granule;
    return trimmed > frameSamples / 2 && trimmed < frameSamples;
  }

  #enqueue(packet: Buffer | null): void {
    const frame = this.#fileFrame ?? 0;
    this.#fileFrame = frame + 1;
    if (packet === null || frame < this.#wantedFrame) return;
    if (opusPacketSamples(packet) !== frameSamples)
      throw new AppError('ingest-failed', `packet ${frame} of ${this.#file.path} is not 20 ms of Opus`);
    this.#queue.push(packet);
  }
}

/** Index of the frame that begins at a page's granule position. */
function frameAt(granule: number, layout: OggLayout): number {
  return Math.round((granule - layout.baseGranule) / frameSamples);
}

function learnLayout(page: OggPage, audioAt: number, packets: number): OggLayout {
  // The last page's granule position may be trimmed, so a file of one page tells nothing: it begins at 0.
  const baseGranule = page.isLast ? 0 : page.granule - packets * frameSamples;
  return { serial: page.serial, audioAt, baseGranule };
}

/** OpusHead and OpusTags (RFC 7845, section 5). */
function isHeader(packet: Buffer | null): boolean {
  const magic = packet?.toString('latin1', 0, 8);
  return magic === 'OpusHead' || magic === 'OpusTags';
}
