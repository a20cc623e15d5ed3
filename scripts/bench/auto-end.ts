import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { EfirEvent } from '../../storage/events.ts';
import { openRealtimeStore } from '../../storage/redis/open-realtime-store.ts';
import type { RunningEfir } from '../../test/fixtures/efir.ts';
import type { EfirRoom } from '../../test/fixtures/efir-room.ts';
import { type EfirStage, openEfirStage } from '../../test/fixtures/efir-stage.ts';
import { EmptinessLedger } from './auto-end/emptiness-ledger.ts';
import { percentile } from './percentile.ts';

/** What one phase showed. */
export interface AutoEndFigures {
  /** Emptinesses that lasted as long as the timeout, and how many of them ended the stream. */
  readonly due: number;
  readonly ended: number;
  /** Ends although somebody listened, or before the time. */
  readonly falseEnds: number;
  /** From when a stream was due to its end. */
  readonly errorMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** Both phases, and the sums of both on top. */
export interface AutoEndResult extends AutoEndFigures {
  readonly calm: AutoEndFigures;
  /** With control, player and Redis killed at random. */
  readonly kills: AutoEndFigures;
}

const tone = 500;
/** As long as most music; the placeholder follows. */
const trackSeconds = 240;
/** Ten times shorter than the shortest that people can set. */
const timeoutMinutes = 0.1;
const timeoutMs = timeoutMinutes * 60_000;
/** A chat's listeners come or go after about so long, milliseconds. */
const changeMs = 5_000;
const killEveryMs = 8_000;
/** Whoever was killed has so long to work before the next one is: a player is back in 200 calls by then, milliseconds. */
const respiteMs = 5_000;
/** After the last change everything that is due has ended by then, milliseconds. */
const settleMs = timeoutMs + 20_000;
/** After it is ready again a player has read within this time who is in its calls, milliseconds. */
const returnMs = 8_000;
const startsAtOnce = 8;
const victims = ['control', 'player', 'redis-server'] as const;

/**
 * `streams` chats on the air, whose only listeners come and go at random for `seconds`, once in calm and once while processes are killed (SIGKILL)
 * at random. The whole product runs as `npm start` does, with a timeout of six seconds. What should happen is computed from what was done to
 * the chats; what happened is read from Efir's events.
 */
export async function benchAutoEnd(streams: number, seconds: number): Promise<AutoEndResult> {
  const stage = await openEfirStage({
    tones: { Tone: tone },
    seconds: trackSeconds,
    environment: { AUTO_END_MINUTES: String(timeoutMinutes), LOG_LEVEL: 'warn' },
  });
  try {
    const rooms: EfirRoom[] = [];
    for (let i = 0; i < streams; i += 1) rooms.push(await stage.openRoom());
    const calm = await playPhase(stage, rooms, seconds, '/play Tone', async () => undefined);
    console.error(JSON.stringify({ calm }));
    const kills = await playPhase(stage, rooms, seconds, '/resume', (signal, ledger) =>
      killAtRandom(stage.efir, signal, ledger),
    );
    const errors = [...calm.errors, ...kills.errors];
    return {
      due: calm.figures.due + kills.figures.due,
      ended: calm.figures.ended + kills.figures.ended,
      falseEnds: calm.figures.falseEnds + kills.figures.falseEnds,
      errorMs: summarize(errors),
      calm: calm.figures,
      kills: kills.figures,
    };
  } finally {
    await stage.close();
  }
}

interface Phase {
  readonly figures: AutoEndFigures;
  readonly errors: readonly number[];
}

/** Puts all streams on the air with a listener, then lets listeners come and go while `trouble` goes on, and waits for what is due. */
async function playPhase(
  { efir }: EfirStage,
  rooms: readonly EfirRoom[],
  seconds: number,
  command: string,
  trouble: (signal: AbortSignal, ledger: EmptinessLedger) => Promise<void>,
): Promise<Phase> {
  const ledger = new EmptinessLedger(timeoutMs);
  const following = await followEnds(efir, (event) => ledger.ended(event.streamId, event.at));
  await forAll(rooms, startsAtOnce, (room) => goOnAir(efir, room, command));
  const stopping = new AbortController();
  const troubling = trouble(stopping.signal, ledger);
  const deadline = Date.now() + seconds * 1_000;
  await Promise.all(rooms.map((room) => comeAndGo(efir, room.chatId, ledger, deadline)));
  stopping.abort();
  await troubling;
  await sleep(settleMs);
  await following.close();
  const { due, ended, falseEnds, errorsMs } = ledger.settle(Date.now());
  return { figures: { due, ended, falseEnds, errorMs: summarize(errorsMs) }, errors: errorsMs };
}

/** On the air, heard by one. A stream that is on already stays so. */
async function goOnAir({ telegram }: RunningEfir, { chatId, owner }: EfirRoom, command: string): Promise<void> {
  const { active } = await telegram.call(chatId);
  if (!active) await telegram.act(chatId, { action: 'start' });
  await telegram.listeners(chatId, { count: 1 });
  await telegram.post({ chatId, fromId: owner, text: command });
  const deadline = Date.now() + 120_000;
  while (!(await telegram.call(chatId)).participants.some(({ isAssistant }) => isAssistant)) {
    if (Date.now() > deadline) throw new Error(`chat ${chatId} did not come on the air`);
    await sleep(250);
  }
}

/** The listener leaves and comes back, again and again; a stream that has ended is left alone. */
async function comeAndGo(
  { telegram }: RunningEfir,
  chatId: number,
  ledger: EmptinessLedger,
  deadline: number,
): Promise<void> {
  let count = 1;
  for (;;) {
    const pauseMs = -Math.log(1 - Math.random()) * changeMs;
    if (Date.now() + pauseMs > deadline) return;
    await sleep(pauseMs);
    if (ledger.hasEnded(chatId)) return;
    count = 1 - count;
    const before = Date.now();
    await telegram.listeners(chatId, { count });
    if (count === 0) ledger.emptied(chatId, before, Date.now());
    else ledger.filled(chatId, before);
  }
}

/** Kills something every few seconds, each time when the last victim is back. */
async function killAtRandom(efir: RunningEfir, signal: AbortSignal, ledger: EmptinessLedger): Promise<void> {
  while (!signal.aborted) {
    await sleep(respiteMs + (killEveryMs - respiteMs) * Math.random(), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const victim = victims[Math.floor(Math.random() * victims.length)] ?? 'player';
    const killedAt = Date.now();
    await efir.kill(victim);
    // The dead one counts as ready for a moment.
    await sleep(1_500);
    while (!(await efir.isReady())) await sleep(100);
    if (victim === 'player') ledger.outage(killedAt, Date.now() + returnMs);
  }
}

/** Follows the ends of sessions by themselves, as Efir tells them to all its parts. */
async function followEnds({ dataDir }: RunningEfir, onEnd: (event: EfirEvent) => void) {
  const log = pino({ level: 'silent' });
  const store = await openRealtimeStore({ url: `unix://${dataDir}/redis/redis.sock`, prefix: 'efir', log });
  const stopping = new AbortController();
  const ended = (async () => {
    for await (const event of store.events.follow({ signal: stopping.signal })) {
      if (event.type === 'stream.ended' && event.data.endReason === 'auto-end') onEnd(event);
    }
  })();
  return {
    async close() {
      stopping.abort();
      await ended;
      await store.close();
    },
  };
}

async function forAll<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

function summarize(values: readonly number[]): AutoEndFigures['errorMs'] {
  const at = (share: number) => (values.length === 0 ? 0 : Math.round(percentile(values, share)));
  return { p50: at(0.5), p99: at(0.99), max: Math.round(Math.max(0, ...values)) };
}
