import type { StreamId } from '../../storage/model.ts';
import type { SessionSummary } from '../../storage/sql/records.ts';
import type { BotServices } from '../services.ts';
import { displaySpan } from '../texts/display-time.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/** How many are shown. */
const most = 3;

/**
 * When a stream was on the air before, why each session ended, how much was played and to how many: lines of Telegram HTML, none when there
 * was no session. Without its records the history is shown all the same.
 */
export async function describePastSessions(
  { control, texts, log, now }: Pick<BotServices, 'control' | 'texts' | 'log' | 'now'>,
  streamId: StreamId,
  locale: Locale,
): Promise<readonly string[]> {
  try {
    // The one that runs is not past.
    const sessions = await control.readSessions(streamId, most + 1);
    const past = sessions.filter(({ endedAt }) => endedAt !== null).slice(0, most);
    if (past.length === 0) return [];
    return ['', texts.html(locale, 'history-sessions'), ...past.map((one) => drawSession(texts, locale, one, now()))];
  } catch (error) {
    log.warn({ err: error, streamId }, 'the past sessions could not be read');
    return [];
  }
}

function drawSession(
  texts: Texts,
  locale: Locale,
  { startedAt, endedAt, endReason, endDetail, tracksPlayed, peakListeners }: SessionSummary,
  now: number,
): string {
  const end = endedAt ?? now;
  const span = (durationMs: number) => displaySpan(texts, locale, durationMs);
  return [
    texts.html(locale, 'history-session-ago', { ago: span(now - end) }),
    span(end - startedAt),
    texts.html(locale, 'history-session-tracks', { tracks: tracksPlayed }),
    ...(peakListeners === 0 ? [] : [texts.html(locale, 'history-session-peak', { peak: peakListeners })]),
    texts.html(locale, 'history-session-end', { reason: endReason ?? 'error', detail: endDetail ?? 'other' }),
  ].join(' · ');
}
