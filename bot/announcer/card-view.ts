import type { NowPlaying } from '../../control/read-queue.ts';
import type { Answer, Keyboard } from '../reply.ts';
import { trackName } from '../texts/display-name.ts';
import { displayBar, displayLength } from '../texts/display-time.ts';
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
  /** With the time played, which is right only when it is drawn. */
  readonly showPosition: boolean;
}

/** Draws the card of a stream: what is true now, and the buttons that make sense then. */
export function drawCard(texts: Texts, locale: Locale, { now, advice, assistant, showPosition }: CardFacts): Answer {
  const { playback, queueLength } = now;
  // Buttons show signs rather than words where a sign is known from every player.
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
  if (now.state === 'joining' || now.state === 'off') return { html: texts.html(locale, 'card-starting', { name }) };
  // Each button names the track it was drawn for (button-data.ts).
  const { generation, isPaused } = playback;
  const keyboard: Keyboard = [
    [
      isPaused
        ? button('button-play', buttonData({ type: 'play', generation }))
        : button('button-pause', buttonData({ type: 'pause', generation })),
      button('button-skip', buttonData({ type: 'skip', generation })),
      button('button-queue', buttonData({ type: 'queue' })),
    ],
  ];
  const head = texts.html(locale, isPaused ? 'card-paused' : 'card-playing', { name });
  const position = showPosition ? positionLine(playback.positionMs, track.durationMs) : '';
  return { html: `${head}${position}`, keyboard };
}

/** The time played, with a bar where there is an end to play towards. */
function positionLine(positionMs: number, durationMs: number | null): string {
  if (durationMs === null) return `\n${displayLength(positionMs)}`;
  return `\n${displayBar(positionMs, durationMs)} ${displayLength(positionMs)} / ${displayLength(durationMs)}`;
}
