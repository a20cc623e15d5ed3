import type { RunningEfir } from '../../../test/fixtures/efir.ts';
import type { SeenMessage } from '../../../test/fixtures/telegram.ts';
import { waitFor } from '../../../test/fixtures/wait-for.ts';
import type { Deed, Reply, Seen, Wish } from './ledger.ts';

/** One operator in one chat, and what they see there. */
export interface Chat {
  readonly chatId: number;
  /** Asks; the answer is awaited by {@link answered}. */
  ask(wish: Wish): Promise<number>;
  /** The deed with its answer: `none` when none comes in time. */
  answered(wish: Wish, asked: number): Promise<Deed>;
  /** What `/queue` and `/history` show at one moment; asked again while Efir is coming back. */
  look(): Promise<Seen>;
}

const answerLimitMs = 20_000;
const lookLimitMs = 45_000;
const pageRows = 8;
const historyRows = 15;
const itemName = /Item \d+/;

/** Opens a chat whose operator has a file for each new item: `pathOf` its sound. */
export async function openChat({ telegram }: RunningEfir, pathOf: (name: string) => string): Promise<Chat> {
  const { users, bot } = await telegram.state();
  const fromId =
    users.find(({ firstName }) => firstName === 'Olga')?.id ??
    (await telegram.addUser({ firstName: 'Olga', username: 'olga', languageCode: 'en' }));
  const members = [{ userId: fromId, status: 'creator' }];
  const chatId = await telegram.addChat({
    title: 'Kill',
    type: 'supergroup',
    members,
    withBot: true,
    withAssistant: true,
  });

  async function replyTo(asked: number, timeoutMs: number): Promise<SeenMessage | null> {
    const find = async () =>
      (await telegram.messages(chatId, asked)).find(
        ({ fromId: from, replyTo: to, text = '⏳', deleted }) =>
          from === bot.id && to === asked && !deleted && !text.startsWith('⏳'),
      );
    return waitFor(find, { what: 'an answer', timeoutMs, everyMs: 50 }).catch(() => null);
  }

  /** The first proper answer to a question that changes nothing. */
  async function inquire(text: string, pattern: RegExp): Promise<string> {
    const deadline = performance.now() + lookLimitMs;
    while (performance.now() < deadline) {
      const answer = await replyTo(await telegram.post({ chatId, fromId, text }), 5_000);
      if (answer?.text !== undefined && pattern.test(answer.text)) return answer.text;
    }
    throw new Error(`${text} was not answered within ${lookLimitMs} ms`);
  }

  async function readQueue(): Promise<Omit<Seen, 'history'>> {
    const first = await inquire('/queue', /Item|empty/);
    const total = Number(/(\d+) tracks?\b/.exec(first)?.[1] ?? 0);
    const queue = rowsOf(first);
    for (let page = 2; queue.length < total && page <= Math.ceil(total / pageRows); page += 1) {
      queue.push(...rowsOf(await inquire(`/queue ${page}`, /Item|page/)));
    }
    return { current: itemName.exec(first.split('\n')[0] ?? '')?.[0] ?? null, queue };
  }

  return {
    chatId,
    async ask(wish) {
      const replyTo = wish.type === 'add' ? await postItem(wish.name) : undefined;
      return telegram.post({ chatId, fromId, text: commandOf(wish), ...(replyTo === undefined ? {} : { replyTo }) });
    },
    answered: async (wish, asked) => ({ wish, reply: readReply(wish, await replyTo(asked, answerLimitMs)) }),
    async look() {
      // A track may end between two questions: only what is the same before and after belongs together.
      for (;;) {
        const before = await readQueue();
        const history = rowsOf(await inquire(`/history ${historyRows}`, /Item|Nothing/));
        const after = await readQueue();
        if (JSON.stringify(before) === JSON.stringify(after)) return { ...after, history };
      }
    },
  };

  function postItem(name: string): Promise<number> {
    return telegram.post({
      chatId,
      fromId,
      file: { path: pathOf(name), kind: 'audio', title: name, durationSec: 120 },
    });
  }
}

function commandOf(wish: Wish): string {
  switch (wish.type) {
    case 'add':
      return wish.place === 'end' ? '/play' : '/playnext';
    case 'remove':
      return `/remove ${wish.from}`;
    case 'move':
      return `/move ${wish.from} ${wish.to}`;
    case 'skip':
      return '/skip';
  }
}

const signs = { add: '➕', remove: '✕', move: '↕', skip: '⏭' } as const;

function readReply({ type }: Wish, message: SeenMessage | null): Reply {
  if (message?.text === undefined) return { type: 'none' };
  const { text } = message;
  const name = itemName.exec(text)?.[0];
  if (!text.startsWith(signs[type]) || name === undefined) return { type: 'refused', text };
  const position = /^➕ Added at (\d+)/.exec(text)?.[1];
  return { type: 'done', name, position: position === undefined ? null : Number(position) };
}

/** The names in the numbered lines. */
function rowsOf(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const name = /^\s*\d+\D/.test(line) ? itemName.exec(line)?.[0] : undefined;
    return name === undefined ? [] : [name];
  });
}
