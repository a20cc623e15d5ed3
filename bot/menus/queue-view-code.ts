import { createHash } from 'node:crypto';
import type { QueueItem } from '../../storage/model.ts';
import type { Locale } from '../texts/texts.ts';

/** What the message of a queue shows. */
export interface QueueView {
  /** The list; the list with a button for each row; one item; one item that is about to go; all about to go. */
  readonly mode: 'list' | 'edit' | 'item' | 'remove' | 'clear';
  /** In which it was asked for: it stays so, whoever presses. */
  readonly locale: Locale;
  /** 0-based. */
  readonly page: number;
  /** Which item, and where it stood when the buttons were drawn (1-based). */
  readonly item: ItemRef | null;
}

/** An item as a button names it: short, as callback data has 64 bytes. */
interface ItemRef {
  readonly position: number;
  /** {@link itemMark} of its id. */
  readonly mark: string;
}

const codes = { list: 'l', edit: 'e', item: 'i', remove: 'r', clear: 'c' } as const;
const modes = ['list', 'edit', 'item', 'remove', 'clear'] as const;

/** A view as a payload, as `ien0.12.k3Jq9dX0`: at most 30 bytes. */
export function writeQueueView({ mode, locale, page, item }: QueueView): string {
  const ref = item === null ? '' : `.${item.position}.${item.mark}`;
  return `${codes[mode]}${locale}${page}${ref}`;
}

/** Reads what {@link writeQueueView} wrote; the first page of the list when it is anything else. */
export function readQueueView(payload: string): QueueView {
  const match = /^([leirc])(en|ru)(\d{1,9})(?:\.(\d{1,9})\.([\w-]{8}))?$/.exec(payload);
  const mode = modes.find((it) => codes[it] === match?.[1]) ?? 'list';
  const locale = match?.[2] === 'ru' ? 'ru' : 'en';
  const [position, mark] = [match?.[4], match?.[5]];
  const item = position === undefined || mark === undefined ? null : { position: Number(position), mark };
  return { mode, locale, page: Number(match?.[3] ?? 0), item };
}

/** Eight characters that stand for an item: two of a queue alike are as likely as one in 10¹¹. */
export function itemMark({ itemId }: Pick<QueueItem, 'itemId'>): string {
  return createHash('sha256').update(itemId).digest('base64url').slice(0, 8);
}
