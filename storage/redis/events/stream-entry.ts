import { AppError } from '../../../errors.ts';
import type { EfirEvent, EventBody } from '../../events.ts';
import type { StreamId } from '../../model.ts';
import { parseStored } from '../parse-stored.ts';

/** An entry as Redis gives it: id, then names and values in turn. */
export type StreamEntry = readonly [id: string, fields: readonly string[]];

/** The fields of an event's entry. */
export function encodeEvent(streamId: StreamId, { type, data }: EventBody): string[] {
  return ['streamId', String(streamId), 'type', type, 'data', JSON.stringify(data)];
}

/**
 * An entry as an event; `at` is the time of its id.
 * @throws AppError `internal` when it is damaged.
 */
export function decodeEvent([id, fields]: StreamEntry): EfirEvent {
  const field = (name: string) => {
    const at = fields.indexOf(name);
    const value = at % 2 === 0 ? fields[at + 1] : undefined;
    if (value === undefined) throw new AppError('internal', `event ${id} has no ${name}`);
    return value;
  };
  const streamId = Number(field('streamId'));
  const at = Number(id.slice(0, id.indexOf('-')));
  // Whoever wrote it wrote a type with its data; a type that this version does not know is passed on as it is.
  const body = { type: field('type'), data: parseStored(field('data'), `event ${id}`) } as EventBody;
  return { ...body, id, streamId, at };
}
