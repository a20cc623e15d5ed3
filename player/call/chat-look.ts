import type { StreamId } from '../../storage/model.ts';
import type { Assistant } from '../assistant/assistant.ts';
import type { FoundChat } from '../assistant/known-chats.ts';

/** Looks at a chat after it changed, not too often. Whoever created it stops it. */
export interface ChatLook {
  /**
   * It changed: looks now, or when the last look is long enough ago; changes in between need no look of their own.
   */
  request(): void;
  stop(): void;
}

/** What a look needs. `onFound` gets what Telegram says, `onError` why it could not be asked. */
export interface ChatLookOptions {
  readonly assistant: Pick<Assistant, 'findChat'>;
  readonly streamId: StreamId;
  readonly onFound: (found: FoundChat) => void;
  readonly onError: (error: unknown) => void;
  /** Milliseconds between looks; default 1,000: chats change often by names and photos alone. */
  readonly everyMs?: number;
}

/** Creates a {@link ChatLook}. */
export function createChatLook({ assistant, streamId, onFound, onError, everyMs = 1_000 }: ChatLookOptions): ChatLook {
  const stopping = new AbortController();
  let lastAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    timer = undefined;
    lastAt = performance.now();
    const { signal } = stopping;
    assistant.findChat(streamId, { signal }).then(
      (found) => signal.aborted || onFound(found),
      (error: unknown) => signal.aborted || onError(error),
    );
  };
  return {
    request: () => {
      if (timer !== undefined || stopping.signal.aborted) return;
      timer = setTimeout(look, Math.max(0, lastAt + everyMs - performance.now()));
    },
    stop: () => {
      stopping.abort();
      clearTimeout(timer);
    },
  };
}
