import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningEfir, startEfir } from '../../test/fixtures/efir.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { readWav } from '../../test/fixtures/wav.ts';
import { type Chat, openChat } from './kill/chat.ts';
import { clockKinds, findJump, longestSilenceMs, makeClock, type Reading, readClocks } from './kill/clock-sound.ts';
import { type Deed, type Faults, Ledger, type Seen, type Wish } from './kill/ledger.ts';
import { planWishes } from './kill/plan-wishes.ts';
import { percentile } from './percentile.ts';

/** Result of the bench. */
export interface KillFigures {
  readonly rounds: number;
  /** How often each part was killed. */
  readonly kills: Readonly<Record<string, number>>;
  /** Wishes that the bot answered as done; the others were refused, or their answer was lost. */
  readonly acknowledged: number;
  readonly unanswered: number;
  readonly refused: number;
  /** Items, or removals, that were acknowledged and are not there. */
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** Answers that said that nothing was done when it had been. */
  readonly untrue: number;
  /** How far from where it was the track goes on after the player's death; `measured`: rounds in which it is the same track. */
  readonly resumeErrorMs: { readonly p50: number; readonly max: number; readonly measured: number };
  /** The greatest jump in the sound when something else was killed. */
  readonly otherJumpMs: number;
  readonly silenceMs: { readonly p50: number; readonly max: number };
}

const parts = ['control', 'player', 'redis-server'] as const;
/** Chats that take turns: a bot may post 20 messages a minute in each. */
const stageCount = 3;
const chunkSeconds = 3;
const longestDelayMs = 1_500;
const returnLimitMs = 45_000;

/**
 * Kills (SIGKILL) control, player or Redis, at random, `rounds` times, while an operator adds, moves, removes and skips in the chat; the whole product
 * runs as `npm start` does. After each death what the bot acknowledged must be in /queue or /history, once and in order. The tracks
 * are clocks: their sound, decoded at the media server, tells where playback is.
 */
export async function benchKill(rounds: number): Promise<KillFigures> {
  // Nobody listens, and it takes longer than auto-end waits.
  const efir = await startEfir({ args: ['--no-seed'], environment: { AUTO_END_MINUTES: 'off' } });
  try {
    const clocks = await Promise.all(
      Array.from({ length: clockKinds }, (_, kind) => makeClock(join(efir.dataDir, `clock-${kind}.mp3`), kind)),
    );
    const names = nameItems();
    const stages: Stage[] = [];
    for (let i = 0; i < stageCount; i += 1) {
      const chat = await openChat(efir, (name) => clocks[Number(name.slice(5)) % clockKinds] ?? '');
      await begin(chat, names);
      const seen = await chat.look();
      stages.push({ chat, seen, ledger: new Ledger(seen, (fault) => console.error(fault)) });
    }
    const log = { kills: {} as Record<string, number>, deeds: [] as Deed[], sounds: [] as Sound[] };
    for (let round = 0; round < rounds; round += 1) {
      const part = parts[Math.floor(Math.random() * parts.length)] ?? 'player';
      const stage = stages[round % stageCount];
      if (stage === undefined) break;
      const { deeds, readings, isSameItem } = await playRound({ efir, stage, names, part });
      log.kills[part] = (log.kills[part] ?? 0) + 1;
      log.deeds.push(...deeds);
      const sound = { part, isSameItem, ...findJump(readings), silenceMs: longestSilenceMs(readings) };
      log.sounds.push(sound);
      console.error(
        JSON.stringify({ round, ...sound, deeds: deeds.map(({ reply }) => reply.type), ...stage.ledger.faults }),
      );
    }
    return { rounds, kills: log.kills, ...countDeeds(log.deeds), ...sumFaults(stages), ...measure(log.sounds) };
  } finally {
    await efir.close();
  }
}

/** One of the chats that take turns, with what it showed last. */
interface Stage {
  readonly chat: Chat;
  readonly ledger: Ledger;
  seen: Seen;
}

interface Sound {
  readonly part: string;
  /** The same item plays after the round as before it: only then is there a place to go on at. Items that were moved may have the same clock. */
  readonly isSameItem: boolean;
  readonly jumpMs: number;
  readonly isResumed: boolean;
  readonly silenceMs: number;
}

/** Item 1, Item 2, …: neighbours get different clocks. */
function nameItems(): () => string {
  let count = 0;
  return () => `Item ${++count}`;
}

/** Puts the stream on the air with some items waiting. */
async function begin(chat: Chat, names: () => string): Promise<void> {
  const first = { type: 'add', name: names(), place: 'end' } as const;
  await chat.ask(first);
  await waitFor(async () => (await chat.look()).current === first.name, { what: 'the first item', timeoutMs: 60_000 });
  for (let i = 0; i < 5; i += 1) {
    const wish = { type: 'add', name: names(), place: 'end' } as const;
    await chat.answered(wish, await chat.ask(wish));
  }
}

interface RoundOptions {
  readonly efir: RunningEfir;
  readonly stage: Stage;
  readonly names: () => string;
  readonly part: (typeof parts)[number];
}

async function playRound({ efir, stage, names, part }: RoundOptions) {
  const { chat, ledger, seen } = stage;
  const old = await efir.pidsOf(part);
  let isOver = false;
  const listening = listen(efir, chat.chatId, () => isOver);
  // What was heard before the death must be known, too.
  await sleep(600);
  const killing = sleep(Math.random() * longestDelayMs).then(() => efir.kill(part));
  const deeds = await doWishes(chat, planWishes(seen.queue.length, names));
  await killing;
  await waitFor(async () => (await efir.pidsOf(part)).some((pid) => !old.includes(pid)) && (await efir.isReady()), {
    what: `${part} to return`,
    timeoutMs: returnLimitMs,
    everyMs: 100,
  });
  await waitForSound(efir, chat.chatId);
  isOver = true;
  stage.seen = await chat.look();
  ledger.settle(deeds, stage.seen);
  return { deeds, readings: await listening, isSameItem: stage.seen.current === seen.current };
}

/** Does group after group, each wish of a group without waiting for the others; ends when an answer is missing. */
async function doWishes(chat: Chat, groups: readonly (readonly Wish[])[]): Promise<Deed[]> {
  const deeds: Deed[] = [];
  for (const group of groups) {
    const asked: number[] = [];
    for (const wish of group) asked.push(await chat.ask(wish));
    const done = await Promise.all(group.map((wish, index) => chat.answered(wish, asked[index] ?? 0)));
    deeds.push(...done);
    if (done.some(({ reply }) => reply.type !== 'done')) break;
  }
  return deeds;
}

async function waitForSound({ telegram }: RunningEfir, chatId: number): Promise<void> {
  const isHeard = async () =>
    (await telegram.call(chatId)).participants.some(({ isAssistant, receiving }) => isAssistant && receiving);
  await waitFor(isHeard, { what: 'sound', timeoutMs: returnLimitMs, everyMs: 100 });
  // The first moment after a return is not yet a place that one can read.
  await sleep(1_500);
}

/** Listens without a break until it is over: each part is asked for when the one before it ends, before it has been handed over. */
async function listen({ telegram }: RunningEfir, chatId: number, isOver: () => boolean): Promise<Reading[]> {
  const chunks: Promise<Uint8Array>[] = [];
  const begunAt = performance.now();
  for (let isLast = false; !isLast; ) {
    isLast = isOver();
    chunks.push(telegram.audio(chatId, chunkSeconds));
    await sleep(begunAt + chunks.length * chunkSeconds * 1_000 - performance.now());
  }
  return (await Promise.all(chunks)).flatMap((chunk) => {
    const { channels, sampleRate } = readWav(chunk);
    return readClocks(channels[0] ?? new Float32Array(), sampleRate);
  });
}

function sumFaults(stages: readonly Stage[]): Faults & { acknowledged: number } {
  const sum = { acknowledged: 0, lost: 0, duplicated: 0, outOfOrder: 0, untrue: 0 };
  for (const { ledger } of stages) {
    sum.acknowledged += ledger.acknowledged;
    for (const fault of ['lost', 'duplicated', 'outOfOrder', 'untrue'] as const) sum[fault] += ledger.faults[fault];
  }
  return sum;
}

function countDeeds(deeds: readonly Deed[]): { unanswered: number; refused: number } {
  const count = (type: string) => deeds.filter(({ reply }) => reply.type === type).length;
  return { unanswered: count('none'), refused: count('refused') };
}

function measure(sounds: readonly Sound[]): Pick<KillFigures, 'resumeErrorMs' | 'otherJumpMs' | 'silenceMs'> {
  const measurable = sounds.filter(({ isSameItem }) => isSameItem);
  const resumed = measurable.filter(({ part, isResumed }) => part === 'player' && isResumed);
  const others = measurable.filter(({ part }) => part !== 'player').map(({ jumpMs }) => Math.round(jumpMs));
  return {
    resumeErrorMs: { ...summarize(resumed.map(({ jumpMs }) => jumpMs)), measured: resumed.length },
    otherJumpMs: Math.max(0, ...others),
    silenceMs: summarize(sounds.filter(({ part }) => part === 'player').map(({ silenceMs }) => silenceMs)),
  };
}

function summarize(values: readonly number[]): { p50: number; max: number } {
  return { p50: Math.round(percentile(values, 0.5)), max: Math.round(Math.max(0, ...values)) };
}
