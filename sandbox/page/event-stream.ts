import type { IncomingMessage, ServerResponse } from 'node:http';

/** Proxies and browsers give up on a silent connection after about a minute. */
const heartbeatMs = 15_000;
/** A page that takes nothing in any more is cut off at so many bytes; it will come back and begin anew. */
const maxWaitingBytes = 4 * 1024 * 1024;

/** Server-Sent Events to every open page (https://html.spec.whatwg.org/multipage/server-sent-events.html). Close it. */
export interface EventStream {
  readonly pages: number;
  /** Takes the request of a page over; `first` is what it is told at once. `onGone` is told when it leaves. */
  open(request: IncomingMessage, response: ServerResponse, first: readonly PageEvent[], onGone: () => void): void;
  /** Tells every page. */
  send(event: PageEvent): void;
  close(): void;
}

/** What a page is told. */
interface PageEvent {
  readonly type: 'world' | 'message' | 'edited' | 'deleted' | 'calls' | 'people' | 'page';
  readonly data: unknown;
}

/** Creates the stream; it holds no timer while no page is open. */
export function createEventStream(): EventStream {
  const pages = new Set<ServerResponse>();
  let heartbeat: NodeJS.Timeout | undefined;

  function leave(response: ServerResponse): void {
    pages.delete(response);
    if (pages.size > 0) return;
    clearInterval(heartbeat);
    heartbeat = undefined;
  }

  function write(response: ServerResponse, text: string): void {
    if (response.writableLength > maxWaitingBytes) response.destroy();
    else response.write(text);
  }

  return {
    get pages() {
      return pages.size;
    },
    open(request, response, first, onGone) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      for (const event of first) response.write(format(event));
      pages.add(response);
      heartbeat ??= setInterval(() => {
        for (const page of pages) write(page, ':\n\n');
      }, heartbeatMs);
      request.socket.setNoDelay(true);
      response.once('close', () => {
        leave(response);
        onGone();
      });
    },
    send(event) {
      const text = format(event);
      for (const page of pages) write(page, text);
    },
    close() {
      for (const page of pages) page.destroy();
    },
  };
}

function format({ type, data }: PageEvent): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
