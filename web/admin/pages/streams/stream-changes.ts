import type { Conflict } from '../../../../control/admin/results.ts';
import type { StreamView } from '../../../../control/admin/streams.ts';
import { roleFor } from '../../../../control/policy.ts';
import { forbidden, goTo, goToDone, notFound } from '../../answers.ts';
import { conflictText } from '../../conflict-text.ts';
import type { PanelDependencies } from '../../panel-dependencies.ts';
import { type Call, get, post } from '../../panel-route.ts';
import { readVersion } from '../../request/read-version.ts';
import { plainName } from '../../view/markup.ts';
import { readSettingsInput, settingsChanged, settingsPatchOf } from './settings-form.ts';
import { readStreamInput, streamInputOf } from './stream-form.ts';
import { drawStream } from './stream-page.ts';
import { withStream } from './with-stream.ts';

/** GET /admin/streams/:id */
export const showStream = get(
  '/admin/streams/:id',
  withStream((dependencies, call, stream) => drawStream(dependencies, call, stream)),
);

/** POST /admin/streams/:id: saves the form of the chat. */
export const updateStream = post(
  '/admin/streams/:id',
  'manage-streams',
  withStream(async (dependencies, call, stream, request) => {
    const { texts } = call.scene;
    const input = readStreamInput(call.form);
    const patch = { title: input.title, username: input.username || null, note: input.note || null };
    const change = { patch, ...readVersion(call.form) };
    const result = await dependencies.control.admin.streams.update(request, stream.id, change);
    switch (result.type) {
      case 'done': {
        const text = texts.broadcasts.saved(plainName(result.value.title));
        const path = `/admin/streams/${stream.id}`;
        return await goToDone(dependencies, call, { path, text, target: `stream:${stream.id}` });
      }
      case 'not-found':
        return await notFound(call);
      case 'forbidden':
        return await forbidden(call, result);
      case 'conflict':
        return await redrawConflict(dependencies, call, result);
      case 'invalid': {
        const attempt = { chat: input, errors: result.fields, problem: texts.frame.invalid, status: 422 } as const;
        return await drawStream(dependencies, call, stream, attempt);
      }
    }
  }),
);

/** POST /admin/streams/:id/settings: only what differs is changed, so that two people can change different things at once. */
export const updateSettings = post(
  '/admin/streams/:id/settings',
  'change-settings',
  withStream(async (dependencies, call, stream, request) => {
    const { control } = dependencies;
    const { texts } = call.scene;
    const path = `/admin/streams/${stream.id}`;
    const input = readSettingsInput(call.form);
    const read = settingsPatchOf(input);
    if ('errors' in read) {
      const attempt = { settings: input, errors: read.errors, problem: texts.frame.invalid, status: 422 } as const;
      return await drawStream(dependencies, call, stream, attempt);
    }
    const patch = settingsChanged(await control.readSettings(stream.id), read.patch);
    if (Object.keys(patch).length === 0) return goTo(call, path, { text: texts.broadcasts.nothingToDo });
    const result = await control.changeSettings({ ...request, patch });
    if (result.type === 'forbidden') return await forbidden(call, { needs: roleFor('change-settings') });
    if (result.type === 'out-of-range') {
      const { setting, from, to } = result;
      const errors = { [setting]: { code: 'out-of-range', from, to } } as const;
      return await drawStream(dependencies, call, stream, {
        settings: input,
        errors,
        problem: texts.frame.invalid,
        status: 422,
      });
    }
    return await goToDone(dependencies, call, {
      path,
      text: texts.broadcasts.settingsSaved,
      target: `stream:${stream.id}`,
    });
  }),
);

/** POST /admin/streams/:id/delete */
export const deleteStream = post(
  '/admin/streams/:id/delete',
  'manage-streams',
  withStream(async (dependencies, call, stream, request) => {
    const { expectedVersion } = readVersion(call.form);
    const result = await dependencies.control.admin.streams.delete(request, stream.id, expectedVersion);
    if (result.type === 'not-found') return await notFound(call);
    if (result.type === 'forbidden') return await forbidden(call, result);
    if (result.type === 'conflict') return await redrawConflict(dependencies, call, result);
    const text = call.scene.texts.broadcasts.removed(plainName(result.value.title));
    return goTo(call, '/admin/streams', { text });
  }),
);

async function redrawConflict(
  dependencies: PanelDependencies,
  call: Call,
  { current }: Conflict<StreamView>,
): Promise<Response> {
  const problem = await conflictText(dependencies.control.admin.audit, call, `stream:${current.id}`);
  const saved = streamInputOf(current);
  // A deletion sends no fields: the form is then as it is saved now.
  const chat = call.form.has('title') ? readStreamInput(call.form) : saved;
  return await drawStream(dependencies, call, current, { chat, saved, problem, status: 409 });
}
