import { html } from 'hono/html';
import type { StreamView } from '../../../../control/admin/streams.ts';
import type { EnqueueResult } from '../../../../control/enqueue.ts';
import { roleFor } from '../../../../control/policy.ts';
import type { Track } from '../../../../storage/model.ts';
import { forbidden, goTo, showPage } from '../../answers.ts';
import { type Call, post } from '../../panel-route.ts';
import { refusalText } from '../../refusal-text.ts';
import { actionButton } from '../../view/form.ts';
import { name } from '../../view/markup.ts';
import { trackName } from '../../view/track-name.ts';
import { streamPath } from './stream-path.ts';
import { withStream } from './with-stream.ts';

/** POST /admin/streams/:id/add: a link or a name of the library, at the end or in front. */
export const addToQueue = post(
  '/admin/streams/:id/add',
  'edit-queue',
  withStream(async ({ control }, call, stream, request) => {
    const { broadcasts } = call.scene.texts;
    const path = streamPath(call, stream.id);
    const text = (call.form.get('text') ?? '').trim();
    if (text === '') return goTo(call, path, { text: broadcasts.empty, isBad: true });
    const place = call.form.get('place') === 'front' ? 'front' : 'end';
    const result = await control.enqueue({ ...request, query: { type: 'text', text }, place });
    if (result.type === 'forbidden') return await forbidden(call, { needs: roleFor('edit-queue') });
    if (result.type === 'choices') return await askWhich(call, stream, result.choices, place);
    return goTo(call, path, outcomeOf(call, result));
  }),
);

function outcomeOf(
  { scene: { texts } }: Call,
  result: Exclude<EnqueueResult, { type: 'forbidden' | 'choices' }>,
): { readonly text: string; readonly isBad?: boolean } {
  const { broadcasts } = texts;
  switch (result.type) {
    case 'added': {
      const count = result.lastPosition - result.firstPosition + 1;
      const refused = result.refused.length;
      return { text: refused === 0 ? broadcasts.added(count) : broadcasts.addedSome(count, refused) };
    }
    case 'refused':
      return { text: refusalText(texts, result), isBad: true };
    case 'over-limit':
      return { text: broadcasts.overLimit(result.limit), isBad: true };
    case 'no-answer':
      return { text: broadcasts.noAnswer, isBad: true };
  }
}

/** Several match: a page with a button for each that can be named again. */
async function askWhich(
  call: Call,
  { id, title }: StreamView,
  choices: readonly Track[],
  place: string,
): Promise<Response> {
  const { scene } = call;
  const { broadcasts, frame } = scene.texts;
  const path = `/admin/streams/${id}`;
  const body = html`<div class="heading"><h1>${broadcasts.choose}</h1></div><ul class="choices">${choices.map(
    (it) =>
      html`<li>${trackName(it)}${actionButton(scene, {
        action: `${path}/add`,
        label: place === 'front' ? broadcasts.addFront : broadcasts.addEnd,
        hidden: { text: nameOf(it), place },
      })}</li>`,
  )}</ul><p><a href="${path}">${frame.back}: ${name(title)}</a></p>`;
  return await showPage(call, { title: broadcasts.choose, body, isAnother: true });
}

/** What to write so that just this track is meant. */
function nameOf({ source, title }: Track): string {
  switch (source.type) {
    case 'library':
      return source.path;
    case 'telegram':
      return title;
    default:
      return source.url;
  }
}
