/**
 * How many ids of one millisecond have a number. Redis would have to take an event every half microsecond to need more.
 */
const idsPerMs = 2_048;

/**
 * The number of an event: its Redis Stream id (`1732300000000-5`: milliseconds, then a count) as one integer, `ms × 2,048 + count`. It grows
 * from event to event, is the same in every process, survives restarts and the trimming of the log, and is a safe integer until the year 2109.
 */
export function seqOf(eventId: string): number {
  const dash = eventId.indexOf('-');
  const count = Number(eventId.slice(dash + 1));
  return Number(eventId.slice(0, dash)) * idsPerMs + Math.min(count, idsPerMs - 1);
}
