import { roleFor } from '../../../../control/policy.ts';
import type { EditResult } from '../../../../control/queue/edit-result.ts';
import { forbidden, goTo, goToDone } from '../../answers.ts';
import type { PanelControl } from '../../panel-dependencies.ts';
import { type Call, type PanelRoute, post } from '../../panel-route.ts';
import { plainName } from '../../view/markup.ts';
import { streamPath } from './stream-path.ts';
import { type StreamRequest, withStream } from './with-stream.ts';

/** What is told about something done to a stream; null: the person may not. `isEdit`: it can be undone by its entry in the audit. */
type Outcome = { readonly text: string; readonly isBad?: boolean; readonly isEdit?: boolean } | null;

/** Does something to a stream and goes back to its page with a note. */
function steer(
  what: string,
  rule: 'control-playback' | 'edit-queue',
  act: (control: PanelControl, request: StreamRequest, call: Call) => Promise<Outcome>,
): PanelRoute {
  const handle = withStream(async (dependencies, call, { id }, request) => {
    const outcome = await act(dependencies.control, request, call);
    if (outcome === null) return await forbidden(call, { needs: roleFor(rule) });
    const path = streamPath(call, id);
    if (outcome.isEdit !== true) return goTo(call, path, outcome);
    return await goToDone(dependencies, call, { path, text: outcome.text, target: `stream:${id}` });
  });
  return post(`/admin/streams/:id/${what}`, rule, handle);
}

/** The edits of the queue and the buttons of playback. */
export const steeringRoutes: readonly PanelRoute[] = [
  steer('move', 'edit-queue', async (control, request, call) => {
    const [from, to] = [position(call.form, 'from'), position(call.form, 'to')];
    const result = await control.move({ ...request, from, to, ...expected(call.form) });
    return edited(call, result, (title) => call.scene.texts.broadcasts.moved(title, to));
  }),
  steer('remove', 'edit-queue', async (control, request, call) => {
    const from = position(call.form, 'position');
    const result = await control.remove({ ...request, from, to: from, ...expected(call.form) });
    return edited(call, result, call.scene.texts.broadcasts.itemRemoved);
  }),
  steer('clear', 'edit-queue', async (control, request, call) => {
    const { broadcasts } = call.scene.texts;
    const result = await control.clear(request);
    return result.type === 'done'
      ? { text: broadcasts.cleared(result.items.length), isEdit: true }
      : edited(call, result, () => '');
  }),
  steer('undo', 'edit-queue', async (control, request, { scene: { texts } }) => {
    const { type } = await control.undo(request);
    if (type === 'forbidden') return null;
    return type === 'done' ? { text: texts.broadcasts.undone } : { text: texts.broadcasts.undoNone, isBad: true };
  }),
  steer('skip', 'control-playback', async (control, request, { form, scene: { texts } }) => {
    const result = await control.skip({ ...request, ...generation(form) });
    if (result.type === 'forbidden') return null;
    if (result.type === 'done') return { text: texts.broadcasts.skipped(plainName(result.ended.track.title)) };
    return { text: result.type === 'stale' ? texts.broadcasts.stale : texts.broadcasts.nothingPlaying, isBad: true };
  }),
  steer('pause', 'control-playback', (control, request, call) => setPaused(control, request, call, true)),
  steer('unpause', 'control-playback', (control, request, call) => setPaused(control, request, call, false)),
  steer('resume', 'control-playback', async (control, request, { scene: { texts } }) => {
    const { type } = await control.resume(request);
    if (type === 'forbidden') return null;
    return type === 'nothing-kept'
      ? { text: texts.broadcasts.nothingToDo, isBad: true }
      : { text: texts.broadcasts.isResumed };
  }),
  steer('stop', 'control-playback', async (control, request, { scene: { texts } }) => {
    const { type } = await control.stop(request);
    if (type === 'forbidden') return null;
    return type === 'stopped'
      ? { text: texts.broadcasts.stopped }
      : { text: texts.broadcasts.nothingToDo, isBad: true };
  }),
];

async function setPaused(
  control: PanelControl,
  request: StreamRequest,
  call: Call,
  isPaused: boolean,
): Promise<Outcome> {
  const { broadcasts } = call.scene.texts;
  const { type } = await control.setPaused({ ...request, isPaused, ...generation(call.form) });
  if (type === 'forbidden') return null;
  if (type === 'done') return { text: isPaused ? broadcasts.isPaused : broadcasts.isResumed };
  return { text: type === 'stale' ? broadcasts.stale : broadcasts.nothingPlaying, isBad: true };
}

function edited({ scene: { texts } }: Call, result: EditResult, say: (title: string) => string): Outcome {
  switch (result.type) {
    case 'done':
      return { text: say(plainName(result.items[0]?.track.title ?? '')), isEdit: true };
    case 'forbidden':
      return null;
    case 'none':
      return { text: texts.broadcasts.nothingToDo, isBad: true };
    default:
      return { text: texts.broadcasts.stale, isBad: true };
  }
}

/** A position; what is none the use case refuses. */
function position(form: URLSearchParams, key: string): number {
  return Number(form.get(key) ?? Number.NaN);
}

function expected(form: URLSearchParams): { readonly expectedItemId?: string } {
  const item = form.get('item');
  return item === null || item === '' ? {} : { expectedItemId: item };
}

function generation(form: URLSearchParams): { readonly expectedGeneration?: number } {
  const value = form.get('generation') ?? '';
  return /^\d{1,15}$/.test(value) ? { expectedGeneration: Number(value) } : {};
}
