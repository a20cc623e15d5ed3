import type { NowPlaying } from '../../control/read-queue.ts';
import type { Answer, Keyboard } from '../reply.ts';
import { displayName, trackName } from '../texts/display-name.ts';
import { displayBar, displayLength } from '../texts/display-time.ts';
import { escapeHtml } from '../texts/escape-html.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import { type Advice, adviceText } from './advice.ts';
import { buttonData } from './button-data.ts';

/** What a card is drawn from. */
export interface CardFacts {
  /** As the store has it. */
  readonly now: NowPlaying;
  /** null: nothing keeps the stream off the air. */
  readonly advice: Advice | null;
  /** Username of the assistant without @; null when it is not known. */
  readonly assistant: string | null;
  /** null when it is not known. */
  readonly listeners: number | null;
  /** What radio says it plays; null for all else. */
  readonly liveTitle: string | null;
  /** The buttons under what plays (bot/menus/card-menu.ts). */
  readonly controls: Keyboard;
  /** It is being asked whether to stop. */
  readonly isAsking: boolean;
}

/** Whether the card shows what plays, with the menu of controls. */
export function showsControls({ playback, state }: NowPlaying, advice: Advice | null): boolean {
  const isWaiting = state === 'joining' || state === 'off';
  return playback.isOn && advice === null && playback.current !== null && !isWaiting;
}

/** Draws the card of a stream: what is true now, and the buttons that make sense then. */
export function drawCard(texts: Texts, locale: Locale, facts: CardFacts): Answer {
  const { now, advice, assistant } = facts;
  const { playback, queueLength } = now;
  const button = (key: string, data: string) => ({ text: texts.plain(locale, key), callback_data: data });
  if (!playback.isOn) {
    const count = queueLength + (playback.current === null ? 0 : 1);
    if (count === 0) return { html: texts.html(locale, 'card-off') };
    const html = texts.html(locale, 'card-off-kept', { count });
    return { html, keyboard: [[button('button-resume', buttonData({ type: 'resume' }))]] };
  }
  if (advice !== null) {
    const html = adviceText(texts, locale, advice, assistant);
    return { html, keyboard: [[button('button-retry', buttonData({ type: 'retry' }))]] };
  }
  if (playback.current === null) {
    // Nothing to play is only said when that is what can be heard: the placeholder.
    const isWaiting = now.state === 'live' && queueLength === 0;
    return { html: texts.html(locale, isWaiting ? 'card-placeholder' : 'card-joining') };
  }
  const { track } = playback.current;
  const name = `${trackName(track)}${track.durationMs === null ? '' : ` · ${displayLength(track.durationMs)}`}`;
  if (!showsControls(now, advice)) return { html: texts.html(locale, 'card-starting', { name }) };
  const lines = [
    ...headLines(texts, locale, facts, name),
    aboutLine(texts, locale, facts),
    ...(facts.isAsking ? ['', texts.html(locale, 'stop-question')] : []),
  ];
  return { html: lines.join('\n'), keyboard: facts.controls };
}

/** What plays, or why it does not. */
function headLines(texts: Texts, locale: Locale, { now, liveTitle }: CardFacts, name: string): readonly string[] {
  const { playback, isStalled, waitsForListeners } = now;
  if (isStalled) return [texts.html(locale, 'card-stalled', { name })];
  const key = playback.isPaused ? 'card-paused' : waitsForListeners ? 'card-waiting' : 'card-playing';
  return [
    texts.html(locale, key, { name }),
    ...(liveTitle === null ? [] : [escapeHtml(displayName(liveTitle, 120))]),
    positionLine(playback.positionMs, playback.current?.track.durationMs ?? null),
  ];
}

/** The time played, with a bar where there is an end to play towards. */
function positionLine(positionMs: number, durationMs: number | null): string {
  if (durationMs === null) return displayLength(positionMs);
  return `${displayBar(positionMs, durationMs)} ${displayLength(positionMs)} / ${displayLength(durationMs)}`;
}

/** `@olga · 23 listening`. */
function aboutLine(texts: Texts, locale: Locale, { now: { playback }, listeners }: CardFacts): string {
  // In code style a name does not notify the person at every new card.
  const adder = `<code>${escapeHtml(playback.current?.addedBy.name ?? '')}</code>`;
  return listeners === null ? adder : `${adder} · ${texts.html(locale, 'queue-listeners', { count: listeners })}`;
}
