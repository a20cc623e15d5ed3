import { html } from 'hono/html';
import type { TrackView } from '../../../../control/admin/tracks.ts';
import { showPage } from '../../answers.ts';
import type { PanelDependencies } from '../../panel-dependencies.ts';
import type { Call } from '../../panel-route.ts';
import { readTrail } from '../../read-trail.ts';
import { mayDo, type SignedIn } from '../../scene.ts';
import { facts, section } from '../../view/facts.ts';
import { askOnce, form } from '../../view/form.ts';
import { type Markup, name, nothing, plainName } from '../../view/markup.ts';
import { length, time } from '../../view/time.ts';
import { shortAudit } from '../audit/audit-table.ts';
import { type TrackInput, type TrackTrouble, trackFields, trackInputOf } from './track-form.ts';
import { addressOf } from './track-list.ts';
import { trackUrl } from './track-url.ts';

/** What became of an attempt to save: what was written stays in the form. */
export interface TrackAttempt extends TrackTrouble {
  readonly input: TrackInput;
  readonly problem: string;
  readonly status: 409 | 422;
}

/** Draws the page of a track. */
export async function drawTrack(
  { control }: PanelDependencies,
  call: Call,
  track: TrackView,
  attempt?: TrackAttempt,
): Promise<Response> {
  const { scene, actor } = call;
  const { songs, people, home } = scene.texts;
  const history = await readTrail(control.admin.audit, actor, { target: `track:${track.trackId}` });
  const body = html`<div class="heading"><h1>${name(track.title)}</h1>${track.performer === null ? nothing : html`<span class="soft">${name(track.performer)}</span>`}</div>
<div class="columns"><div>
${mayDo(scene, 'manage-tracks') ? section(songs.edit, editPart(scene, track, attempt)) : section(people.facts, aboutPart(scene, track))}
</div><div>
${mayDo(scene, 'manage-tracks') ? section(people.facts, aboutPart(scene, track)) : nothing}
${section(songs.history, shortAudit(scene, history, home.noAudit))}
</div></div>`;
  return await showPage(call, { title: plainName(track.title), body }, attempt?.status ?? 200);
}

function aboutPart({ texts: { songs, frame }, locale }: SignedIn, track: TrackView): Markup {
  return facts([
    [songs.source, songs.sources[track.source.type]],
    [songs.address, html`<span class="address">${name(addressOf(track.source))}</span>`],
    [songs.length, track.durationMs === null ? songs.endless : length(track.durationMs)],
    [songs.plays, String(track.playCount)],
    [songs.lastPlayed, track.lastPlayedAt === null ? frame.never : time(locale, track.lastPlayedAt)],
    ...(track.note === null ? [] : [[songs.note, name(track.note)] as const]),
    [songs.firstSeen, time(locale, track.firstSeenAt)],
    [songs.lastSeen, time(locale, track.lastSeenAt)],
  ]);
}

function editPart(scene: SignedIn, track: TrackView, attempt?: TrackAttempt): Markup {
  const { songs, frame } = scene.texts;
  const { input = trackInputOf(track), problem, ...trouble } = attempt ?? {};
  const action = trackUrl(track.trackId);
  const hidden = { version: String(track.version) };
  return html`${track.isRenamed ? html`<p class="soft">${songs.renamed}</p>` : nothing}
${form(scene, { action, fields: trackFields(scene, input, { ...trouble, isNew: false }), submit: frame.save, hidden, problem })}
${askOnce(scene, {
  action: `${action}/delete`,
  label: songs.remove,
  question: songs.removeAsk(plainName(track.title)),
  yes: songs.removeYes,
  hidden,
})}`;
}
