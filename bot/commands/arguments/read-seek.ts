import type { SeekTarget } from '../../../control/seek.ts';

/** A sign before the time makes it a step; people's keyboards have several minus signs. */
const sign = /^([+＋]|[-‐‑‒–—−])\s*/u;
const clock = /^(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})$/u;
const units = /^(?:(\d{1,3})\s*(?:h|ч)\s*)?(?:(\d{1,4})\s*(?:m|min|м|мин)\s*)?(?:(\d{1,6})\s*(?:s|sec|с|сек)?)?$/u;

/** Reads where to seek: `1:23`, `1:02:45`, `90`, `1m30s`, and steps: `+30`, `-10`, `−10`, `+1:30`. null when it is no time. */
export function readSeek(text: string): SeekTarget | null {
  const trimmed = text.trim().toLowerCase();
  const [signed, mark = ''] = sign.exec(trimmed) ?? [''];
  const seconds = readSeconds(trimmed.slice(signed.length));
  if (seconds === null) return null;
  const ms = seconds * 1000;
  if (mark === '') return { type: 'to', ms };
  return { type: 'by', ms: /[+＋]/u.test(mark) ? ms : -ms };
}

function readSeconds(text: string): number | null {
  const match = clock.exec(text) ?? (text === '' ? null : units.exec(text));
  if (match === null) return null;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  const isClock = text.includes(':');
  // 1:75 is a slip of the finger, and nobody knows which.
  if (isClock && ((seconds ?? 0) > 59 || (match[1] !== undefined && (minutes ?? 0) > 59))) return null;
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}
