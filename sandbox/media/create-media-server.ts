import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../log.ts';
import { createCertificate } from './certificate.ts';
import { createListener } from './listener.ts';
import type { MediaServer } from './media-server.ts';
import { createRecording } from './recording.ts';
import { createRoom, type Ear, type Room } from './room.ts';
import { createRtpMeasurement } from './rtp-measurement.ts';
import { createSpeaker, type Speaker } from './speaker.ts';
import { writeWav } from './wav.ts';

/** How often speakers get a receiver report. */
const reportEveryMs = 1000;
/** A browser sends an ICE check every 2–5 s; one that is silent for so long is gone. */
const listenerGoneMs = 30_000;
/** "Media arrived within the last second." */
const receivingMs = 1000;
/** Packets on their way when a recording ends may still come, as they may for a listener's jitter buffer. */
const graceMs = 60;
/** Packets from so long before a recording still warm its decoder. */
const warmMs = 400;

/** What {@link createMediaServer} needs. */
export interface MediaServerOptions {
  readonly log: Logger;
}

interface Call {
  readonly room: Room;
  readonly speakers: Map<number, Speaker>;
  readonly listeners: Set<Attendance>;
  /** By user; 1 for those who are not in it. */
  readonly gains: Map<number, number>;
}

/** A listener in a call. */
interface Attendance {
  lastSeenAtMs(): number;
  /** Ends it; harmless a second time. */
  close(): void;
}

/**
 * The media server of all calls, on 127.0.0.1: one UDP port for each participant. Sound that nobody listens to is counted but not
 * decrypted, so that one core carries 100 speakers. Close it with `close`.
 */
export function createMediaServer({ log }: MediaServerOptions): MediaServer {
  const calls = new Map<string, Call>();
  const deafCalls = new Set<string>();
  const closing = new AbortController();
  const certificate = createCertificate();
  let isAllDeaf = false;

  const timer = setInterval(tend, reportEveryMs);

  function callOf(callId: string): Call {
    const known = calls.get(callId);
    if (known !== undefined) return known;
    const call: Call = { room: createRoom(), speakers: new Map(), listeners: new Set(), gains: new Map() };
    calls.set(callId, call);
    return call;
  }

  /** Reports to speakers, farewell to listeners that are gone. */
  function tend(): void {
    const now = performance.now();
    for (const { speakers, listeners } of calls.values()) {
      for (const speaker of speakers.values()) speaker.sendReport();
      for (const listener of listeners) {
        if (now - listener.lastSeenAtMs() > listenerGoneMs) listener.close();
      }
    }
  }

  function leave(callId: string, userId: number): void {
    const call = calls.get(callId);
    call?.speakers.get(userId)?.close();
    call?.speakers.delete(userId);
  }

  function closeCall(callId: string): void {
    const call = calls.get(callId);
    calls.delete(callId);
    for (const speaker of call?.speakers.values() ?? []) speaker.close();
    for (const listener of call?.listeners ?? []) listener.close();
  }

  async function attend(callId: string, ear: Ear, ms: number): Promise<void> {
    const remove = callOf(callId).room.add(ear);
    try {
      await sleep(ms, undefined, { signal: closing.signal });
    } finally {
      remove();
    }
  }

  return {
    async join(callId, userId, payload) {
      const call = callOf(callId);
      const speaker = await createSpeaker({
        payload,
        certificate: await certificate,
        log: log.child({ callId, userId }),
        isDeaf: () => isAllDeaf || deafCalls.has(callId),
        onPacket: (packet) => {
          const gain = call.gains.get(userId);
          call.room.take(gain === undefined ? packet : { ...packet, gain });
        },
      });
      leave(callId, userId);
      call.speakers.set(userId, speaker);
      return speaker.answer;
    },
    leave,
    closeCall,
    async listen(callId, offerSdp) {
      const call = callOf(callId);
      const listener = await createListener({
        offerSdp,
        certificate: await certificate,
        log: log.child({ callId }),
        onClosed: () => attendance.close(),
      });
      const remove = call.room.add(listener);
      const attendance: Attendance = {
        lastSeenAtMs: () => listener.lastSeenAtMs,
        close() {
          if (!call.listeners.delete(attendance)) return;
          remove();
          listener.close();
        },
      };
      call.listeners.add(attendance);
      return { sdp: listener.sdp, close: attendance.close };
    },
    setGain(callId, userId, gain) {
      if (gain === 1) calls.get(callId)?.gains.delete(userId);
      else calls.get(callId)?.gains.set(userId, gain);
    },
    packets: (callId) => calls.get(callId)?.room.packets ?? 0,
    isReceiving(callId, userId) {
      const at = calls.get(callId)?.speakers.get(userId)?.lastSoundAtMs;
      return at !== null && at !== undefined && performance.now() - at <= receivingMs;
    },
    async recordWav(callId, seconds) {
      const now = performance.now();
      const recording = createRecording(now);
      const { room } = callOf(callId);
      for (const packet of room.recent()) if (now - packet.arrivedAtMs < warmMs) recording.warm(packet);
      await attend(callId, { heard: (packet) => recording.note(packet) }, seconds * 1000 + graceMs);
      return writeWav(await recording.finish(seconds));
    },
    async measureRtp(callId, seconds) {
      const measurement = createRtpMeasurement();
      const ear = { heard: measurement.forwarded, refused: measurement.refused };
      await attend(callId, ear, seconds * 1000);
      return measurement.finish();
    },
    setDeaf(callId, isDeaf) {
      if (callId === null) isAllDeaf = isDeaf;
      else if (isDeaf) deafCalls.add(callId);
      else deafCalls.delete(callId);
    },
    async close() {
      clearInterval(timer);
      closing.abort();
      for (const callId of calls.keys()) closeCall(callId);
      await certificate;
    },
  };
}
