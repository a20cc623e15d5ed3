import type { WebSocket } from 'ws';

/** Finds out which sockets have nobody at the other end. */
export interface Heartbeat {
  readonly everyMs: number;
  watch(socket: WebSocket): void;
  stop(): void;
}

/** `everyMs`: between pings, default 15,000; who has not answered by the next one is silent. */
export interface HeartbeatOptions {
  readonly onSilent: (socket: WebSocket) => void;
  readonly everyMs?: number;
}

/** Starts to ping all sockets (RFC 6455, 5.5.2): browsers and libraries answer by themselves. Whoever started it stops it. */
export function startHeartbeat(
  sockets: () => Iterable<WebSocket>,
  { onSilent, everyMs = 15_000 }: HeartbeatOptions,
): Heartbeat {
  const unanswered = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const socket of sockets()) {
      if (unanswered.has(socket)) onSilent(socket);
      else {
        unanswered.add(socket);
        socket.ping();
      }
    }
  }, everyMs);
  return {
    everyMs,
    watch: (socket) => void socket.on('pong', () => unanswered.delete(socket)),
    stop: () => clearInterval(timer),
  };
}
