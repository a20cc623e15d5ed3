import { z } from 'zod';
import { badRequest } from './api-error.ts';
import type { Params } from './params.ts';

/** A button under a message. Exactly one field besides `text` and looks says what it does. */
export interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

/** The rows of buttons under a message. */
export interface InlineKeyboard {
  readonly inline_keyboard: readonly (readonly InlineButton[])[];
}

/** Fields that say what a button does. */
const actions = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
];
/** Fields that say how it looks. */
const looks = ['text', 'icon_custom_emoji_id', 'style'];
const rows = z.array(z.array(z.looseObject({ text: z.string() })));

/**
 * The checked `reply_markup` of a request, undefined when there is none. An inline keyboard without buttons counts as none.
 * @throws ApiError 400: BUTTON_DATA_INVALID (callback_data must have 1–64 bytes), a button that does nothing, a bad address.
 */
export function readReplyMarkup(params: Params): Record<string, unknown> | undefined {
  const markup = params.json('reply_markup');
  if (markup === undefined || markup === null) return undefined;
  if (typeof markup !== 'object' || Array.isArray(markup)) throw badRequest('object expected as reply markup');
  const given = markup as Record<string, unknown>;
  if (given['inline_keyboard'] === undefined) return Object.keys(given).length === 0 ? undefined : given;
  const parsed = rows.safeParse(given['inline_keyboard']);
  if (!parsed.success)
    throw badRequest("can't parse inline keyboard button: Inline keyboard must be an Array of Arrays");
  const buttons = parsed.data.flat();
  if (buttons.length > 100) throw badRequest('REPLY_MARKUP_TOO_LONG');
  for (const button of buttons) checkButton(button);
  return buttons.length === 0 ? undefined : { inline_keyboard: parsed.data.filter((row) => row.length > 0) };
}

/** The inline keyboard of a message as the world keeps it; null when it has none. */
export function inlineKeyboardOf(replyMarkup: unknown): InlineKeyboard | null {
  const isKeyboard = typeof replyMarkup === 'object' && replyMarkup !== null && 'inline_keyboard' in replyMarkup;
  return isKeyboard ? (replyMarkup as InlineKeyboard) : null;
}

/** One action, a text that is seen, data of 1–64 bytes, an address that clients open. */
function checkButton(button: Record<string, unknown> & { readonly text: string }): void {
  if (button.text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  const given = actions.filter((action) => button[action] !== undefined);
  const unknown = Object.keys(button).filter((key) => !actions.includes(key) && !looks.includes(key));
  if (given.length === 0 || unknown.length > 0)
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  const { callback_data: data, url } = button;
  if (data !== undefined) {
    const sizeBytes = typeof data === 'string' ? Buffer.byteLength(data) : 0;
    if (sizeBytes < 1 || sizeBytes > 64) throw badRequest('BUTTON_DATA_INVALID');
  }
  if (url !== undefined && !isButtonUrl(url))
    throw badRequest(`inline keyboard button URL '${String(url)}' is invalid: Wrong HTTP URL`);
}

/** Telegram takes http(s) addresses whose host has a dot (so not localhost), and its own tg: links. */
function isButtonUrl(url: unknown): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'tg:' || (/^https?:$/.test(protocol) && (hostname.includes('.') || hostname.startsWith('[')));
}
