import type { Readable } from 'node:stream';
import { Api } from 'telegram';
import { Raw } from 'telegram/events/index.js';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { StreamId } from '../../storage/model.ts';
import { type ClientOptions, createClient } from './create-client.ts';
import { downloadFile } from './download.ts';
import { type CallRef, createGroupCalls, type GroupCalls } from './group-calls.ts';
import { type InviteOutcome, importInvite } from './import-invite.ts';
import { type ConnectionKeeper, keepConnected } from './keep-connected.ts';
import { createKnownChats, type FoundChat } from './known-chats.ts';
import { listParticipants, type ParticipantList } from './list-participants.ts';
import { createRpc, type RequestOptions } from './rpc.ts';
import { type AssistantUpdate, toAssistantUpdate, updatesIn } from './updates.ts';

/**
 * The Telegram user account that joins group calls. Every request throws AppError as {@link Rpc.send} does.
 */
export interface Assistant {
  /** `username` without the @; null when the account has none. */
  readonly me: { readonly id: number; readonly username: string | null };
  readonly isConnected: boolean;
  readonly calls: GroupCalls;
  /** Finds a chat by its marked id and looks whether we are in it. */
  findChat(streamId: StreamId, options: RequestOptions): Promise<FoundChat>;
  /** null: the call is over or we are not in it. */
  listParticipants(call: CallRef, options: RequestOptions): Promise<ParticipantList | null>;
  importInvite(link: string, options: RequestOptions): Promise<InviteOutcome>;
  /**
   * The file of a message, up to 2 GB, as a stream. @throws AppError `chat-unreachable`, `source-failed`.
   */
  download(chatId: StreamId, messageId: number, signal: AbortSignal): Promise<Readable>;
  /** Told of every update in the order of arrival. Returns the unsubscribe. */
  onUpdate(listener: (update: AssistantUpdate) => void): () => void;
  close(): Promise<void>;
}

/**
 * {@link connectAssistant}: as {@link ClientOptions}; `signal` ends the wait for the first connection.
 */
export interface AssistantOptions extends ClientOptions {
  readonly signal: AbortSignal;
  /** Telegram asked to wait so many milliseconds. */
  readonly onFloodWait?: (waitMs: number) => void;
}

/** Longest wait for the library to close its sockets at the end, milliseconds. */
const closeTimeoutMs = 800;

/**
 * Connects the assistant, waiting as long as Telegram is away. It stays connected by itself until it is closed by whoever connected it.
 * @throws AppError `config-invalid` (unreadable session), `telegram-refused` (session ended), `aborted`
 */
export async function connectAssistant(options: AssistantOptions): Promise<Assistant> {
  const { log, signal } = options;
  const client = createClient(options);
  const closing = new AbortController();
  const listeners = new Set<(update: AssistantUpdate) => void>();
  const emit = (update: AssistantUpdate) => {
    for (const listener of [...listeners]) guarded(log, () => listener(update));
  };

  const rpc = createRpc(client, options.onFloodWait);
  const chats = createKnownChats(rpc, closing.signal);
  const take = (update: unknown) => {
    chats.learn(chatsAround(update));
    const known = toAssistantUpdate(update);
    if (known !== null) emit(known);
  };
  const takeAnswer = (answer: Api.TypeUpdates) => {
    if ('chats' in answer) chats.learn(answer.chats);
    for (const update of updatesIn(answer)) take(update);
  };

  const connected = Promise.withResolvers<void>();
  const keeper: ConnectionKeeper = keepConnected({
    client,
    log,
    signal: closing.signal,
    onChange: (isConnected) => {
      if (isConnected) connected.resolve();
      emit({ type: 'connection', isConnected });
    },
  });
  // The one handler of all updates: it also hears of the line's ups and downs, which are no TL objects.
  client.addEventHandler((update: unknown) => {
    if (update instanceof Object && 'state' in update && !('className' in update)) keeper.look();
    else take(update);
  }, new Raw({}));

  const close = async () => {
    closing.abort();
    listeners.clear();
    await Promise.race([client.destroy(), new Promise((resolve) => setTimeout(resolve, closeTimeoutMs).unref())]);
    await keeper.done;
  };

  const aborted = () => connected.reject(new AppError('aborted', 'stopped while connecting to Telegram'));
  signal.addEventListener('abort', aborted, { once: true });
  keeper.done.catch((error: unknown) => {
    connected.reject(error);
    log.error({ err: error }, 'the assistant is signed out');
  });
  try {
    signal.throwIfAborted();
    await connected.promise;
    const me = await readSelf(client);
    return {
      me,
      get isConnected() {
        return keeper.isConnected;
      },
      calls: createGroupCalls(rpc, takeAnswer),
      findChat: (streamId, request) => chats.find(streamId, request),
      listParticipants: (call, request) => listParticipants(rpc, call, request),
      importInvite: (link, request) => importInvite(rpc, chats, link, request),
      download: (chatId, messageId, downloadSignal) =>
        downloadFile({ rpc, chats, homeDcId: client.session.dcId, chatId, messageId, signal: downloadSignal }),
      onUpdate: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close,
    };
  } catch (error) {
    await close().catch((cause: unknown) => log.debug({ err: cause }, 'closing the assistant'));
    throw error;
  } finally {
    signal.removeEventListener('abort', aborted);
  }
}

async function readSelf(client: ReturnType<typeof createClient>): Promise<Assistant['me']> {
  const me = await client.getMe();
  if (!(me instanceof Api.User)) throw new AppError('telegram-refused', 'Telegram did not say who the assistant is');
  return { id: Number(me.id), username: me.username ?? null };
}

/**
 * The chats that came in the same container as a pushed update; the library hangs them on it under this name.
 */
function chatsAround(update: unknown): Api.TypeChat[] {
  if (!(update instanceof Object && '_entities' in update && update._entities instanceof Map)) return [];
  return [...update._entities.values()].filter(
    (entity) => entity instanceof Api.Channel || entity instanceof Api.ChannelForbidden,
  );
}

/** One listener's mistake must not keep an update from the others. */
function guarded(log: Logger, action: () => void): void {
  try {
    action();
  } catch (error) {
    log.error({ err: error }, 'an update could not be handled');
  }
}
