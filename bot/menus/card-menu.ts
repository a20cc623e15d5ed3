import { Menu } from '@grammyjs/menu';
import { may } from '../../control/policy.ts';
import type { LoopMode } from '../../storage/model.ts';
import { readChatLocale } from '../people/chat-locale.ts';
import { reply } from '../reply.ts';
import { voteFromCard } from './card-vote.ts';
import { type MenuContext, viewOf } from './menu-context.ts';
import type { MenuServices } from './menu-services.ts';
import { onPress, type Press, type Toast } from './press.ts';
import type { QueueView } from './queue-view-code.ts';

/** Which mode 🔁 leads to. */
const nextLoop: Readonly<Record<LoopMode, LoopMode>> = { off: 'queue', queue: 'track', track: 'off' };

/** What the card's menu needs beside the services. */
export interface CardMenuDependencies {
  /** Draws the queue as a message of its own, as the card has to stay what it is. */
  readonly drawQueue: (streamId: number, view: QueueView) => Promise<{ readonly html: string }>;
}

/**
 * The buttons under what plays: ⏮ ⏯ ⏭ | 🔁 🔀 ⏹ | ≡. Their view is the generation they were drawn for, so that a late press does
 * nothing to another track; with `?` behind it the menu asks whether to stop.
 */
export function createCardMenu(services: MenuServices, { drawQueue }: CardMenuDependencies): Menu<MenuContext> {
  const { api, control, texts } = services;
  const press = (act: (press: Press, generation: number) => Promise<Toast>) =>
    onPress(services, (it) => act(it, generationOf(it.view)));
  const redraw = (streamId: number) => services.cards().refresh(streamId, { isUrgent: true });
  /** What a control says when it did nothing; the card is redrawn, as whoever pressed saw an outdated one. */
  const refuse = (streamId: number, type: 'stale' | 'nothing-playing' | 'forbidden'): Toast => {
    if (type === 'forbidden') return 'toast-forbidden';
    redraw(streamId);
    return type === 'stale' ? 'toast-stale' : 'toast-nothing';
  };

  const previous = press(async ({ request }, expectedGeneration) => {
    const result = await control.previous({ ...request, expectedGeneration });
    if (result.type === 'none') return 'toast-no-previous';
    if (result.type !== 'done') return refuse(request.streamId, result.type);
    redraw(request.streamId);
    return 'toast-previous';
  });

  const setPaused = (isPaused: boolean) =>
    press(async ({ request }, expectedGeneration) => {
      const result = await control.setPaused({ ...request, isPaused, expectedGeneration });
      if (result.type !== 'done') return refuse(request.streamId, result.type);
      redraw(request.streamId);
      return isPaused ? 'toast-paused' : 'toast-resumed';
    });

  /** A double tap is one skip: the second one names a generation that is over. */
  const skip = press(async (it, expectedGeneration) => {
    const { request } = it;
    const result = await control.skip({ ...request, expectedGeneration });
    // Somebody else's track is skipped by votes.
    if (result.type === 'forbidden') return await voteFromCard(services, it, expectedGeneration);
    redraw(request.streamId);
    if (result.type === 'done') return 'toast-skipped';
    return result.type === 'stale' ? 'toast-stale' : 'toast-nothing';
  });

  const loop = press(async ({ request }) => {
    const { loop: mode } = await control.readSettings(request.streamId);
    const result = await control.setLoop({ ...request, mode: nextLoop[mode] });
    if (result.type !== 'done') return 'toast-forbidden';
    redraw(request.streamId);
    return { key: 'toast-loop', values: { mode: result.after.loop } };
  });

  const shuffle = press(async ({ request }) => {
    const result = await control.shuffle(request);
    if (result.type === 'forbidden') return 'toast-forbidden';
    return result.type === 'done' ? 'toast-shuffled' : 'toast-shuffle-few';
  });

  const askToStop = press(async ({ request, streamId }) => {
    // Whoever may not stop is not asked whether they are sure.
    if (!may(request.actor, 'control-playback')) return 'toast-forbidden';
    services.cards().ask(streamId);
    return '';
  });

  const stop = press(async ({ request, streamId }) => {
    const result = await control.stop(request);
    // The question is whoever's who may stop.
    if (result.type === 'forbidden') return 'toast-forbidden';
    services.cards().unask(streamId);
    return result.type === 'stopped' ? 'toast-stopped' : 'toast-already-off';
  });

  const keepOn = press(async ({ streamId, request }) => {
    if (!may(request.actor, 'control-playback')) return 'toast-forbidden';
    services.cards().unask(streamId);
    return '';
  });

  const showQueue = press(async ({ streamId, message, locale }) => {
    await reply(api, message, await drawQueue(streamId, { mode: 'list', locale, page: 0, item: null }));
    return '';
  });

  /** Drawn for another track, or before somebody else pressed ⏸: nothing is done, and the card is made true. */
  const outdated = press(async ({ streamId }, generation) => {
    const { playback } = await control.readNowPlaying(streamId);
    redraw(streamId);
    return playback.generation === generation ? 'toast-redrawn' : 'toast-stale';
  });

  return new Menu<MenuContext>('now', { autoAnswer: false, onMenuOutdated: outdated }).dynamic(
    async (context, range) => {
      const streamId = context.chat?.id ?? 0;
      const payload = viewOf(context);
      const [locale, { playback }, settings] = await Promise.all([
        readChatLocale(services.store, streamId),
        control.readNowPlaying(streamId),
        control.readSettings(streamId),
      ]);
      const label = (key: string, values = {}) => ({ text: texts.plain(locale, key, values), payload });
      if (payload.endsWith('?')) {
        range.text(label('button-stop-yes'), stop).text(label('button-back'), keepOn);
        return;
      }
      range
        .text(label('button-previous'), previous)
        .text(label(playback.isPaused ? 'button-play' : 'button-pause'), setPaused(!playback.isPaused))
        .text(label('button-skip'), skip)
        .row()
        .text(label('button-loop', { mode: settings.loop }), loop)
        .text(label('button-shuffle'), shuffle)
        .text(label('button-stop'), askToStop)
        .row()
        .text(label('button-queue'), showQueue);
    },
  );
}

/** `17`, or `17?`. */
function generationOf(view: string): number {
  return Number(view.replace('?', ''));
}
