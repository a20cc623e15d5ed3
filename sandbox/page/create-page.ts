import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { MediaServer } from '../media/media-server.ts';
import type { World } from '../world/world.ts';
import { createEventStream } from './event-stream.ts';
import { readJson, sendJson } from './page-json.ts';
import { createPageListeners } from './page-listeners.ts';
import { viewWorld } from './page-views.ts';
import { serveStaticFile } from './static-files.ts';
import { serveFile, takeUpload } from './upload.ts';
import { watchWorld } from './watch-world.ts';

/** One line of the bot's command menu. */
interface PageCommand {
  readonly command: string;
  readonly description: string;
}

/** What the page needs. */
export interface PageOptions {
  readonly world: World;
  readonly media: MediaServer;
  readonly log: Logger;
  /** Address of Efir's web (`http://127.0.0.1:8080`) for the links to status page and panel; null hides them. */
  readonly efirUrl: string | null;
  /** The command menu that this person sees in this chat (setMyCommands). */
  readonly commandsFor: (chatId: number, userId: number) => readonly PageCommand[];
}

/**
 * The stand-in's page: a messenger in the browser. Besides these routes it uses the control API of the same server (messages,
 * callbacks, chats, calls). Close it.
 * - `GET /`, `/page/*.js|css`: the page itself
 * - `GET /page/events?page=`: Server-Sent Events, first `page` and `world`, then changes
 * - `GET /page/commands?chatId=&userId=`: the bot's commands
 * - `GET /page/files/:documentId`: a file's bytes
 * - `POST /page/upload?chatId=&fromId=&name=&caption=&replyTo=&mediaGroup=`: body = the bytes → `{messageId}`
 * - `POST /page/listen` `{page, chatId, userId, sdp}` → `{sdp}`; `POST /page/leave` `{chatId, userId}`
 */
export interface Page {
  /** Answers the page's requests; false when the request is for another door. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  close(): void;
}

const listenBody = z.object({
  page: z.string().min(1).max(64),
  chatId: z.number().int(),
  userId: z.number().int(),
  sdp: z.string().min(1),
});
const leaveBody = listenBody.pick({ chatId: true, userId: true });

/** Opens the page's door to the world. */
export function createPage({ world, media, log, efirUrl, commandsFor }: PageOptions): Page {
  const events = createEventStream();
  const listeners = createPageListeners(world, media);
  const watch = watchWorld(world, media, events);

  async function get(url: URL, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (url.pathname === '/page/events') {
      const pageId = url.searchParams.get('page') ?? '';
      watch.look();
      const first = [
        { type: 'page', data: { efirUrl } },
        { type: 'world', data: viewWorld(world, media) },
      ] as const;
      events.open(request, response, first, () => listeners.pageGone(pageId));
      return true;
    }
    if (url.pathname === '/page/commands') {
      const [chatId, userId] = [Number(url.searchParams.get('chatId')), Number(url.searchParams.get('userId'))];
      const known = world.chat(chatId) !== undefined && world.user(userId) !== undefined;
      sendJson(response, 200, known ? commandsFor(chatId, userId) : []);
      return true;
    }
    const documentId = /^\/page\/files\/(\d+)$/.exec(url.pathname)?.[1];
    if (documentId !== undefined) return serveFile(world, documentId, response);
    return serveStaticFile(url.pathname, response);
  }

  async function post(url: URL, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    switch (url.pathname) {
      case '/page/upload': {
        const { messageId } = await takeUpload(world, log, request, url);
        sendJson(response, 200, { messageId });
        return true;
      }
      case '/page/listen': {
        const { page, chatId, userId, sdp } = await readJson(request, listenBody);
        sendJson(response, 200, { sdp: await listeners.join(page, chatId, userId, sdp) });
        return true;
      }
      case '/page/leave': {
        const { chatId, userId } = await readJson(request, leaveBody);
        listeners.leave(chatId, userId);
        sendJson(response, 200, {});
        return true;
      }
      default:
        return false;
    }
  }

  return {
    async handle(request, response) {
      const url = new URL(request.url ?? '/', 'http://sandbox');
      try {
        const isOurs = url.pathname === '/' || url.pathname.startsWith('/page/');
        if (!isOurs || (request.method !== 'GET' && request.method !== 'POST')) return false;
        if (!isFromHere(request)) {
          sendJson(response, 403, { error: 'The page answers on this machine only, and no other site.' });
          return true;
        }
        return request.method === 'GET' ? await get(url, request, response) : await post(url, request, response);
      } catch (error) {
        refuse(response, error, log);
        return true;
      }
    },
    close() {
      watch.close();
      listeners.close();
      events.close();
    },
  };
}

/**
 * Browsers name the page that posts, and the name that was typed: another site's scripts must not speak or read here, not even by a
 * name of theirs that points to this machine, though the door has no key.
 */
function isFromHere({ headers: { origin, host = '' } }: IncomingMessage): boolean {
  const isThisMachine = ['127.0.0.1', 'localhost', '[::1]'].includes(host.replace(/:\d+$/, ''));
  return isThisMachine && (origin === undefined || origin === `http://${host}`);
}

function refuse(response: ServerResponse, error: unknown, log: Logger): void {
  const isAskersFault = error instanceof z.ZodError || error instanceof RangeError || error instanceof SyntaxError;
  const known = toAppError(error);
  if (!isAskersFault && known.code !== 'engine-failed') log.warn({ err: error }, 'page request failed');
  if (response.headersSent) response.destroy();
  else if (isAskersFault || known.code === 'engine-failed') sendJson(response, 400, { error: explain(error) });
  else sendJson(response, 500, { error: 'Something went wrong in the stand-in; its log tells more.' });
}

function explain(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  const [issue] = error.issues;
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is invalid'}`;
}
