import type { Anchor } from '../reply.ts';
import type { AdminView } from './admin-view.ts';
import type { DeedCall, DeedOutcome } from './deed.ts';
import type { QuestionName } from './questions.ts';

/** The conversation's name in the storage. */
export const askConversation = 'ask';

/** What is asked, and where it was: kept with the conversation. */
export interface AskStart {
  readonly question: QuestionName;
  /** What the button was about. */
  readonly view: AdminView;
  /** The message with the button. */
  readonly anchor: Anchor;
}

/** Asks for words: the conversation ask-for-text.ts goes on from here. Of the questions of a person only the latest counts. */
export async function askFor({ context, message, view }: DeedCall, question: QuestionName): Promise<DeedOutcome> {
  const anchor: Anchor = { message_id: message.message_id, chat: { id: message.chat.id } };
  const start: AskStart = { question, view: { ...view, deed: null }, anchor };
  await context.conversation.exit(askConversation);
  await context.conversation.enter(askConversation, start);
  return { toast: '', view: null };
}
