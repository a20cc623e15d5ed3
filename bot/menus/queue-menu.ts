import { Menu, type MenuRange } from '@grammyjs/menu';
import type { EditResult } from '../../control/queue/edit-result.ts';
import { type QueuePage, type QueueRow, rowsPerPage } from '../../control/read-queue.ts';
import { editCard } from '../announcer/card-message.ts';
import type { Answer } from '../reply.ts';
import { type MenuContext, viewOf } from './menu-context.ts';
import type { MenuServices } from './menu-services.ts';
import { onPress, type Press, type Toast } from './press.ts';
import { drawQueueText } from './queue-text.ts';
import { itemMark, type QueueView, readQueueView, writeQueueView } from './queue-view-code.ts';
import { renderMenu } from './render-menu.ts';

/** The queue as a message with buttons. */
export interface QueueMenu {
  /** For the bot's middleware. */
  readonly menu: Menu<MenuContext>;
  /** Draws it as it is now. A page past the end is the last one; an item that is gone is the list. */
  draw(streamId: number, view: QueueView): Promise<Answer>;
}

/** What the pressed button is about: the queue as it is now, and the item if it stands where it was drawn. */
interface Here {
  readonly queue: QueuePage;
  readonly view: QueueView;
  readonly row: QueueRow | null;
}

/**
 * The queue in pages of eight; `✎` gives each row a button, and the item behind it can be moved and removed. All buttons of a
 * drawing carry its view (queue-view-code.ts). An item is named by its id and its place: if either differs by now nothing is done.
 */
export function createQueueMenu(services: MenuServices): QueueMenu {
  const { api, control, texts, me } = services;

  const draw: QueueMenu['draw'] = async (streamId, wanted) => {
    const { queue, view } = await look(services, streamId, wanted);
    const html = drawQueueText(texts, queue, view, services.listenersOf(streamId));
    return { html, keyboard: await renderMenu({ menu, chatId: streamId, view: writeQueueView(view), me }) };
  };
  const show = async ({ streamId, message }: Press, view: QueueView) => {
    await editCard(api, streamId, message.message_id, await draw(streamId, view));
  };
  /** A button that leads to another view. */
  const goTo = (change: (view: QueueView) => Partial<QueueView>) =>
    onPress(services, async (press) => {
      const view = readQueueView(press.view);
      const wanted = { ...view, item: null, ...change(view) };
      const { item } = (await look(services, press.streamId, wanted)).view;
      await show(press, wanted);
      // It led to an item that stands elsewhere by now, or nowhere.
      return wanted.item !== null && item === null ? 'toast-queue-changed' : '';
    });
  /** A button that edits; then the list is shown, or what `after` says. */
  const edits = (
    edit: (press: Press, here: Here) => Promise<EditResult>,
    done: string,
    after: (here: Here, result: EditResult) => QueueView,
  ) =>
    onPress(services, async (press): Promise<Toast> => {
      const here = await look(services, press.streamId, readQueueView(press.view));
      const result = await edit(press, here);
      if (result.type === 'forbidden') return 'toast-edit-forbidden';
      await show(press, after(here, result));
      if (result.type === 'done') return done;
      return result.type === 'stale' ? 'toast-queue-changed' : 'toast-queue-short';
    });

  const move = (to: (position: number, length: number) => number, done: string) =>
    edits(
      async ({ request }, { row, queue }) =>
        row === null
          ? { type: 'stale', length: queue.queueLength }
          : await control.move({
              ...request,
              from: row.position,
              to: to(row.position, queue.queueLength),
              expectedItemId: row.item.itemId,
            }),
      done,
      ({ view, row }, result) => {
        if (result.type !== 'done' || row === null) return { ...view, mode: 'edit', item: null };
        const position = to(row.position, result.length);
        return { ...view, page: pageOf(position), item: { position, mark: itemMark(row.item) } };
      },
    );
  const toTop = move(() => 1, 'toast-on-top');
  const up = move((position) => Math.max(1, position - 1), '');
  const down = move((position, length) => Math.min(length, position + 1), '');
  const remove = edits(
    async ({ request }, { row }) =>
      row === null
        ? { type: 'stale', length: 0 }
        : await control.remove({ ...request, from: row.position, to: row.position, expectedItemId: row.item.itemId }),
    'toast-taken-out',
    ({ view }) => ({ ...view, mode: 'edit', item: null }),
  );
  const clear = edits(
    ({ request }) => control.clear(request),
    'toast-cleared',
    ({ view }) => ({ ...view, mode: 'list', page: 0, item: null }),
  );
  const shuffle = edits(
    ({ request }) => control.shuffle(request),
    'toast-shuffled',
    ({ view }) => view,
  );
  const loop = onPress(services, async (press) => {
    const { loop: mode } = await control.readSettings(press.streamId);
    const result = await control.setLoop({ ...press.request, mode: nextLoop[mode] });
    if (result.type !== 'done') return 'toast-forbidden';
    services.cards().refresh(press.streamId, { isUrgent: true });
    await show(press, readQueueView(press.view));
    return { key: 'toast-loop', values: { mode: result.after.loop } };
  });
  /** One row's button was pressed: shows the item, if it is still there. */
  const choose = onPress(services, async (press) => {
    const { view, row } = await look(services, press.streamId, { ...readQueueView(press.view), mode: 'item' });
    await show(press, row === null ? { ...view, mode: 'edit', item: null } : view);
    return row === null ? 'toast-queue-changed' : '';
  });
  const resume = onPress(services, async ({ request, streamId }) => {
    const result = await control.resume(request);
    if (result.type === 'forbidden') return 'toast-forbidden';
    if (result.type === 'nothing-kept') return 'toast-nothing-kept';
    services.cards().refresh(streamId, { isUrgent: true, mayPost: true });
    return result.type === 'resumed' ? 'toast-resumed' : 'toast-already-on';
  });
  /** The queue has changed so much that the button means something else by now. */
  const outdated = onPress(services, async (press) => {
    const view = readQueueView(press.view);
    await show(press, { ...view, mode: view.mode === 'list' ? 'list' : 'edit', item: null });
    return 'toast-queue-changed';
  });

  const menu = new Menu<MenuContext>('queue', { autoAnswer: false, onMenuOutdated: outdated }).dynamic(
    async (context, range) => {
      const streamId = context.chat?.id ?? 0;
      const view = readQueueView(viewOf(context));
      const queue = await control.readQueue(streamId, view.page);
      const label = (key: string, values = {}) => ({
        text: texts.plain(view.locale, key, values),
        payload: writeQueueView(view),
      });
      const back = (mode: QueueView['mode'], keep = false) =>
        range.text(
          label('button-back'),
          goTo(({ item }) => ({ mode, item: keep ? item : null })),
        );
      switch (view.mode) {
        case 'list':
          addPages(range, queue, view, goTo);
          if (isKept(queue)) range.text(label('button-resume'), resume).row();
          if (queue.queueLength === 0) return;
          range
            .text(
              label('button-edit'),
              goTo(() => ({ mode: 'edit' })),
            )
            .text(label('button-shuffle'), shuffle)
            .text(label('button-loop', { mode: (await control.readSettings(streamId)).loop }), loop);
          return;
        case 'edit': {
          for (const [i, row] of queue.rows.entries()) {
            const item = { position: row.position, mark: itemMark(row.item) };
            range.text({ text: String(row.position), payload: writeQueueView({ ...view, item }) }, choose);
            if (i === 3) range.row();
          }
          range.row();
          addPages(range, queue, view, goTo);
          if (queue.queueLength > 0)
            range.text(
              label('button-clear'),
              goTo(() => ({ mode: 'clear' })),
            );
          back('list');
          return;
        }
        case 'item':
          range
            .text(label('button-to-top'), toTop)
            .text(label('button-up'), up)
            .text(label('button-down'), down)
            .text(
              label('button-remove'),
              goTo(({ item }) => ({ mode: 'remove', item })),
            )
            .row();
          back('edit');
          return;
        case 'remove':
          range.text(label('button-remove-yes'), remove);
          back('item', true);
          return;
        case 'clear':
          // The count stands on its face: when it changes the button is an outdated one, and clears nothing.
          range.text(label('button-clear-yes', { count: queue.queueLength }), clear);
          back('edit');
          return;
      }
    },
  );
  return { menu, draw };
}

/** What 🔁 leads to. */
const nextLoop = { off: 'queue', queue: 'track', track: 'off' } as const;

/** Off the air, and there is something to go on with. */
function isKept({ playback, queueLength }: QueuePage): boolean {
  return !playback.isOn && (playback.current !== null || queueLength > 0);
}

/** 0-based page on which a position (1-based) stands. */
function pageOf(position: number): number {
  return Math.floor((position - 1) / rowsPerPage);
}

/** Reads the queue around a view, and mends the view where the queue has outrun it. */
async function look({ control }: MenuServices, streamId: number, wanted: QueueView): Promise<Here> {
  const { item } = wanted;
  const queue = await control.readQueue(streamId, item === null ? wanted.page : pageOf(item.position));
  const found = queue.rows.find((it) => it.position === item?.position);
  const row = found !== undefined && itemMark(found.item) === item?.mark ? found : null;
  const isAboutItem = wanted.mode === 'item' || wanted.mode === 'remove';
  const mode = isAboutItem && row === null ? 'edit' : wanted.mode;
  return { queue, row, view: { ...wanted, mode, page: queue.page, item: row === null ? null : item } };
}

/** `[‹] [2/5] [›]`; the middle one reads the page again. */
function addPages(
  range: MenuRange<MenuContext>,
  { page, pageCount }: QueuePage,
  view: QueueView,
  goTo: (change: (view: QueueView) => Partial<QueueView>) => ReturnType<typeof onPress>,
): void {
  if (pageCount === 1) return;
  const to = (text: string, target: number) =>
    range.text(
      { text, payload: writeQueueView({ ...view, item: null }) },
      goTo(() => ({ page: target })),
    );
  if (page > 0) to('‹', page - 1);
  to(`${page + 1}/${pageCount}`, page);
  if (page < pageCount - 1) to('›', page + 1);
  range.row();
}
