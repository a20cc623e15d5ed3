import * as z from 'zod';
import type { Control } from '../../../control/control.ts';
import type { Request } from '../../../control/dependencies.ts';
import type { StreamSettings } from '../../../storage/model.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { problem } from './problem.ts';
import { respond, respondFailure, respondForbidden } from './respond.ts';
import { streamParams } from './stream-params.ts';

const tag = 'Playback';
const base = '/api/v1/streams/:id';

/** What became of a steering, whichever it was. */
type Steered = 'done' | 'forbidden' | 'nothing';

/** What can be set; ranges are the use case's to judge. The placeholder can be taken away here, and is given by a file in the chat. */
const settingsPatch = z
  .strictObject({
    whoMayAdd: z.enum(['everyone', 'operators']),
    itemsPerUser: z.number().nullable(),
    voteSharePercent: z.number(),
    isFair: z.boolean(),
    loop: z.enum(['off', 'track', 'queue']),
    volumePercent: z.number(),
    placeholder: z.null(),
    language: z.enum(['en', 'ru']).nullable(),
    deletesConfirmations: z.boolean(),
    isAutoEndOn: z.boolean().nullable(),
    autoEndMinutes: z.number().nullable(),
    pausesWhenEmpty: z.boolean(),
  })
  .partial() satisfies z.ZodType<Partial<StreamSettings>>;

/** What steers a stream, and what it is set to. */
export function playbackRoutes(
  control: Pick<
    Control,
    'admin' | 'changeSettings' | 'readNowPlaying' | 'readSettings' | 'resume' | 'setPaused' | 'skip' | 'stop'
  >,
): readonly ApiRoute[] {
  const { streams } = control.admin;
  /** A route that steers a stream that is known, and gives the stream as it is then. */
  const steering = (name: string, summary: string, steer: (request: Request) => Promise<Steered>): ApiRoute =>
    apiRoute(
      { method: 'POST', path: `${base}/${name}`, rule: 'control-playback' },
      { tag, summary, params: streamParams, gives: { status: 200, model: 'Stream' } },
      async ({ context, request, params: { id } }) => {
        const stream = await streams.find(request, Number(id));
        if (stream.type !== 'done') return respondFailure(context, stream);
        const steered = await steer({ ...request, streamId: Number(id) });
        if (steered === 'forbidden') return respondForbidden(context, { needs: 'moderator' });
        if (steered === 'nothing') return problem(context, 'stale', { detail: 'There is nothing to do that to.' });
        return respond(context, await streams.find(request, Number(id)));
      },
    );
  return [
    steering('skip', 'On to the next track', async (request) => {
      const { type } = await control.skip(request);
      return type === 'done' || type === 'forbidden' ? type : 'nothing';
    }),
    steering('stop', 'Off the air; the queue is kept', async (request) => {
      const { type } = await control.stop(request);
      return type === 'forbidden' ? type : 'done';
    }),
    steering('pause', 'Silence', async (request) => {
      const { type } = await control.setPaused({ ...request, isPaused: true });
      return type === 'done' || type === 'forbidden' ? type : 'nothing';
    }),
    steering('resume', 'On with what is paused, or on the air again with what was kept', async (request) => {
      const { playback } = await control.readNowPlaying(request.streamId);
      if (playback.isOn && playback.isPaused) {
        const { type } = await control.setPaused({ ...request, isPaused: false });
        return type === 'done' || type === 'forbidden' ? type : 'nothing';
      }
      const { type } = await control.resume(request);
      return type === 'forbidden' ? type : type === 'nothing-kept' ? 'nothing' : 'done';
    }),
    apiRoute(
      { method: 'GET', path: `${base}/settings`, rule: 'read-admin' },
      {
        tag,
        summary: 'Reads what a stream is set to',
        params: streamParams,
        gives: { status: 200, model: 'Settings' },
      },
      async ({ context, request, params: { id } }) => {
        const stream = await streams.find(request, Number(id));
        if (stream.type !== 'done') return respondFailure(context, stream);
        return context.json(await control.readSettings(Number(id)));
      },
    ),
    apiRoute(
      { method: 'PATCH', path: `${base}/settings`, rule: 'change-settings' },
      {
        tag,
        summary: 'Sets what is named; the rest stays',
        params: streamParams,
        body: settingsPatch,
        gives: { status: 200, model: 'Settings' },
      },
      async ({ context, request, params: { id }, body: patch }) => {
        const stream = await streams.find(request, Number(id));
        if (stream.type !== 'done') return respondFailure(context, stream);
        const result = await control.changeSettings({ ...request, streamId: Number(id), patch });
        switch (result.type) {
          case 'done':
            return context.json(result.after);
          case 'forbidden':
            return respondForbidden(context, { needs: 'moderator' });
          case 'out-of-range': {
            const message = `It is no whole number from ${result.from} to ${result.to}.`;
            return problem(context, 'invalid', { errors: { [result.setting]: { code: 'out-of-range', message } } });
          }
        }
      },
    ),
  ];
}
