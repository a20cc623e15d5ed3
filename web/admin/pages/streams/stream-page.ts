import { html } from 'hono/html';
import type { FieldError } from '../../../../control/admin/results.ts';
import type { StreamView } from '../../../../control/admin/streams.ts';
import type { StreamSettings } from '../../../../storage/model.ts';
import type { SessionSummary } from '../../../../storage/sql/records.ts';
import { showPage } from '../../answers.ts';
import type { PanelDependencies } from '../../panel-dependencies.ts';
import type { Call } from '../../panel-route.ts';
import { readTrail } from '../../read-trail.ts';
import { mayDo, type SignedIn } from '../../scene.ts';
import { facts, section } from '../../view/facts.ts';
import { askOnce, form } from '../../view/form.ts';
import { type Markup, name, nothing, plainName } from '../../view/markup.ts';
import { time } from '../../view/time.ts';
import { shortAudit } from '../audit/audit-table.ts';
import { livePart } from './live-part.ts';
import { addForm } from './queue-part.ts';
import { sessionTable } from './session-table.ts';
import { type SettingsInput, settingsFields, settingsInputOf } from './settings-form.ts';
import { type StreamInput, streamFields, streamInputOf } from './stream-form.ts';

/** How many rows of the queue a page shows: as many as can be dragged about with ease. */
const queueRows = 100;

const shownSessions = 10;

/** What became of an attempt to save: what was written stays in its form. */
export interface StreamAttempt {
  readonly chat?: StreamInput;
  readonly saved?: StreamInput;
  readonly settings?: SettingsInput;
  readonly errors?: Readonly<Record<string, FieldError>>;
  readonly problem: string;
  readonly status: 409 | 422;
}

/** Draws the page of a stream: what it does, its queue, its settings, what it did. */
export async function drawStream(
  { control }: PanelDependencies,
  call: Call,
  stream: StreamView,
  attempt?: StreamAttempt,
): Promise<Response> {
  const { scene, actor } = call;
  const { broadcasts } = scene.texts;
  const queuePage = Math.max(0, Math.trunc(Number(call.query.get('queue') ?? 1) || 1) - 1);
  const [queue, settings, sessions, history] = await Promise.all([
    control.readQueue(stream.id, queuePage, queueRows),
    control.readSettings(stream.id),
    control.admin.streams.sessions({ actor }, stream.id, shownSessions),
    readTrail(control.admin.audit, actor, { target: `stream:${stream.id}` }),
  ]);
  const title = stream.title || String(stream.id);
  const body = html`<div class="heading"><h1>${name(title)}</h1></div>
${livePart(scene, stream, queue)}
${mayDo(scene, 'edit-queue') ? addForm(scene, stream.id) : nothing}
<div class="columns"><div>
${mayDo(scene, 'change-settings') ? settingsPart(scene, stream, settings, attempt) : nothing}
${mayDo(scene, 'manage-streams') ? section(broadcasts.edit, chatPart(scene, stream, attempt)) : nothing}
</div><div>
${section(scene.texts.people.facts, aboutPart(scene, stream))}
${section(broadcasts.sessions, sessionTable(scene, 'type' in sessions ? [] : (sessions as readonly SessionSummary[])), 'sessions')}
${section(broadcasts.history, html`${shortAudit(scene, history, scene.texts.home.noAudit)}`)}
</div></div>`;
  const scripts = ['sortable.js', 'stream.js'];
  return await showPage(
    call,
    { title: plainName(title), body, scripts, styles: ['stream.css'] },
    attempt?.status ?? 200,
  );
}

function settingsPart(scene: SignedIn, { id }: StreamView, settings: StreamSettings, attempt?: StreamAttempt): Markup {
  const input = attempt?.settings ?? settingsInputOf(settings);
  return section(
    scene.texts.broadcasts.settings,
    form(scene, {
      action: `/admin/streams/${id}/settings`,
      fields: settingsFields(scene, input, attempt?.settings === undefined ? {} : attempt.errors),
      submit: scene.texts.frame.save,
      problem: attempt?.settings === undefined ? undefined : attempt.problem,
    }),
  );
}

function chatPart(scene: SignedIn, stream: StreamView, attempt?: StreamAttempt): Markup {
  const { broadcasts, frame } = scene.texts;
  const { chat, saved, errors, problem } = attempt?.chat === undefined ? {} : attempt;
  const action = `/admin/streams/${stream.id}`;
  const hidden = { version: String(stream.version) };
  const trouble = { ...(errors === undefined ? {} : { errors }), ...(saved === undefined ? {} : { saved }) };
  const fields = streamFields(scene, chat ?? streamInputOf(stream), { isNew: false, ...trouble });
  return html`${form(scene, { action, fields, submit: frame.save, hidden, problem })}
${askOnce(scene, {
  action: `${action}/delete`,
  label: broadcasts.remove,
  question: broadcasts.removeAsk(plainName(stream.title)),
  yes: broadcasts.removeYes,
  hidden,
})}`;
}

function aboutPart({ texts: { broadcasts, frame }, locale }: SignedIn, stream: StreamView): Markup {
  return facts([
    [broadcasts.id, html`<code>${stream.id}</code>`],
    [broadcasts.type, broadcasts.types[stream.type]],
    [broadcasts.username, stream.username === null ? frame.unset : name(`@${stream.username}`)],
    ...(stream.note === null ? [] : [[broadcasts.note, name(stream.note)] as const]),
    [broadcasts.firstSeen, time(locale, stream.firstSeenAt)],
    [broadcasts.lastSeen, time(locale, stream.lastSeenAt)],
  ]);
}
