import type { Update } from 'grammy/types';

/** The updates Efir asks for. chat_member and chat_join_request come only when they are named. */
export const allowedUpdates = [
  'message',
  'channel_post',
  'callback_query',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
] as const satisfies readonly Exclude<keyof Update, 'update_id'>[];
