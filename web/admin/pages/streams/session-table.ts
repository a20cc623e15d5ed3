import { html } from 'hono/html';
import type { SessionSummary } from '../../../../storage/sql/records.ts';
import type { Scene } from '../../scene.ts';
import type { Markup } from '../../view/markup.ts';
import { length, time } from '../../view/time.ts';

/** When a stream was on the air, and why it ended. */
export function sessionTable(
  { texts: { broadcasts, frame }, locale }: Scene,
  sessions: readonly SessionSummary[],
): Markup {
  if (sessions.length === 0) return html`<p class="empty">${broadcasts.noSessions}</p>`;
  const end = ({ endReason, endDetail }: SessionSummary) => {
    if (endReason === null) return broadcasts.running;
    const reason = broadcasts.endReasons[endReason];
    if (endDetail === null) return reason;
    return broadcasts.endDetails.get(endDetail) ?? `${reason} (${endDetail})`;
  };
  return html`<table class="plain"><thead><tr><th scope="col">${broadcasts.sessionStart}</th><th scope="col" class="number">${broadcasts.sessionLength}</th>
<th scope="col" class="number">${broadcasts.sessionTracks}</th><th scope="col" class="number">${broadcasts.sessionPeak}</th><th scope="col">${broadcasts.sessionEnd}</th></tr></thead>
<tbody>${sessions.map(
    (
      it,
    ) => html`<tr><td>${time(locale, it.startedAt)}</td><td class="number">${it.endedAt === null ? frame.unset : length(it.endedAt - it.startedAt)}</td>
<td class="number">${it.tracksPlayed}</td><td class="number">${it.peakListeners}</td><td>${end(it)}</td></tr>`,
  )}</tbody></table>`;
}
