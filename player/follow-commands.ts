import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Command, RealtimeStore } from '../storage/store.ts';
import type { Assistant } from './assistant/assistant.ts';
import { type AudienceReading, readAudience } from './call/read-audience.ts';
import { createJobSlots } from './job-slots.ts';
import type { Ownership } from './stream/ownership.ts';

/** What {@link followCommands} needs. */
export interface FollowCommandsOptions {
  readonly store: Pick<RealtimeStore, 'commands' | 'leases' | 'audience'>;
  readonly ownership: Pick<Ownership, 'get' | 'wake'>;
  readonly assistant: Pick<Assistant, 'importInvite' | 'isConnected'> & AudienceReading['assistant'];
  /** Accounts that are no listeners. */
  readonly assistantIds: () => ReadonlySet<number>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Streams without an owner that are counted side by side: after the death of a player they may be many at a time. */
const recountsAtOnce = 10;

/**
 * Carries out the commands of the chat side until the signal aborts. Every player reads them all and takes what concerns it.
 */
export async function followCommands({
  store,
  ownership,
  assistant,
  assistantIds,
  log,
  signal,
}: FollowCommandsOptions): Promise<void> {
  const slots = createJobSlots(recountsAtOnce);

  /** The owner answers; for a stream without one, whoever can see its chat. */
  const recount = async ({ streamId, sessionId, recountId }: Command & { readonly type: 'recount' }) => {
    const stream = ownership.get(streamId);
    if (stream !== null) return await stream.recount(sessionId, recountId);
    if (!assistant.isConnected || (await store.leases.ownerOf(streamId)) !== null) return;
    const release = await slots.acquire(signal);
    try {
      const listeners = await readAudience({ assistant, streamId, assistantIds: assistantIds(), signal });
      if (listeners === null) return;
      await store.audience.report(streamId, { ...listeners, sessionId, fence: null, recountId });
    } finally {
      release();
    }
  };

  const carryOut = async (command: Command) => {
    switch (command.type) {
      case 'wake':
        ownership.wake(command.streamId);
        return;
      case 'retry':
        ownership.get(command.streamId)?.retry();
        return;
      case 'recount':
        return await recount(command);
      case 'join-chat': {
        const stream = ownership.get(command.streamId);
        if (stream === null) return;
        const outcome = await assistant.importInvite(command.inviteLink, { signal });
        log.info({ streamId: command.streamId, outcome }, 'invite link followed');
        stream.retry();
        return;
      }
    }
  };
  for await (const command of store.commands.follow(signal)) {
    // Not awaited: a slow invite must not keep other streams waiting.
    carryOut(command).catch((error: unknown) => {
      // Its stream was let go meanwhile: whoever has it next does it.
      if (signal.aborted || (error instanceof AppError && error.code === 'aborted')) return;
      log.warn({ err: error, command: command.type }, 'a command could not be carried out');
    });
  }
}
