import { html } from 'hono/html';
import type { StreamView } from '../../../../control/admin/streams.ts';
import type { QueuePage } from '../../../../control/read-queue.ts';
import { mayDo, type SignedIn } from '../../scene.ts';
import { hiddenFields } from '../../view/form.ts';
import { live } from '../../view/live.ts';
import { type Markup, name, nothing } from '../../view/markup.ts';
import { length, time } from '../../view/time.ts';
import { trackName } from '../../view/track-name.ts';
import { queuePart } from './queue-part.ts';
import { stateBadge } from './state-badge.ts';

/** What the stream does now, and its queue: the part of the page that follows the stream by itself. */
export function livePart(scene: SignedIn, stream: StreamView, queue: QueuePage): Markup {
  const { broadcasts } = scene.texts;
  return html`<div id="live" data-stream="${stream.id}">
<section class="now"><div class="now-head">${stateBadge(scene, stream)}
${stream.listeners === null ? nothing : html`<span class="listeners">${broadcasts.listening(stream.listeners)}</span>`}
${stream.startedAt === null ? nothing : html`<span class="soft">${broadcasts.since} ${time(scene.locale, stream.startedAt)}</span>`}</div>
${stream.problem === null ? nothing : html`<p class="wrong">${broadcasts.problems[stream.problem]}</p>`}
${nowPlaying(scene, stream, queue)}
${mayDo(scene, 'control-playback') ? buttons(scene, stream, queue) : nothing}</section>
${queuePart(scene, stream, queue)}
</div>`;
}

function nowPlaying(scene: SignedIn, stream: StreamView, { playback, isStalled }: QueuePage): Markup {
  const { broadcasts } = scene.texts;
  const { current } = stream;
  if (!stream.isOn) {
    const kept = stream.queueLength + (current === null ? 0 : 1);
    return html`<p class="playing soft">${kept === 0 ? broadcasts.offAir : broadcasts.offAirKept(kept)}</p>`;
  }
  if (current === null || isStalled) return html`<p class="playing soft">${broadcasts.placeholder}</p>`;
  const { durationMs } = current.track;
  const isRunning = !playback.isPaused && stream.state === 'live';
  const bar =
    durationMs === null
      ? nothing
      : html`<progress max="${durationMs}" value="${Math.min(playback.positionMs, durationMs)}" data-running="${isRunning ? '1' : '0'}" aria-label="${broadcasts.nowPlaying}"></progress>
<span class="soft figures"><span data-position>${length(playback.positionMs)}</span> / ${length(durationMs)}</span>`;
  return html`<div class="playing"><b>${trackName(current.track)}</b><div class="bar">${bar}</div>
<small class="soft">${broadcasts.addedBy} ${name(current.addedBy.name)}</small></div>`;
}

function buttons(scene: SignedIn, { id, isOn, queueLength }: StreamView, { playback }: QueuePage): Markup {
  const { broadcasts } = scene.texts;
  const generation = { generation: String(playback.generation) };
  const button = (what: string, label: string, className: string, hidden: Readonly<Record<string, string>> = {}) =>
    html`<form method="post" action="/admin/streams/${id}/${what}" ${live(id, what)}>${hiddenFields({ operation: scene.operation, ...hidden })}<button class="${className}">${label}</button></form>`;
  if (!isOn) {
    const isSomethingKept = playback.current !== null || queueLength > 0;
    return isSomethingKept ? html`<div class="buttons">${button('resume', broadcasts.start, '')}</div>` : nothing;
  }
  const isPlaying = playback.current !== null;
  return html`<div class="buttons">
${isPlaying && playback.isPaused ? button('unpause', broadcasts.resume, '', generation) : nothing}
${isPlaying && !playback.isPaused ? button('pause', broadcasts.pause, 'secondary', generation) : nothing}
${isPlaying ? button('skip', broadcasts.skip, 'secondary', generation) : nothing}
${button('stop', broadcasts.stop, 'secondary outline')}</div>`;
}
