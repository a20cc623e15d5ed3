import { AppError } from '../../../errors.ts';
import type { QueueItem, StreamId } from '../../model.ts';
import type { Added, Offered, OfferRules, OperationId, Place } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { fairPlacesLua } from './fair-places-lua.ts';
import { queueScript } from './queue-script.ts';

const lua = queueScript(`${fairPlacesLua}
-- Adds items at the end, the front or in turns, all or none. Items in turns, or under a limit, are all of one person.
-- KEYS    the stream's
-- ARGV    operation, 'end' | 'front' | 'turns', the adder's limit or '', then id, adder and JSON of each item
-- Result  {isFresh, Offered as JSON}
-- Idempotent by the operation's remembered result; an item id that the queue holds already is an error.
local known = recall(ARGV[1])
if known then return {0, known} end
local place, limit = ARGV[2], tonumber(ARGV[3])
local ids, users, bodies = {}, {}, {}
for index = 4, #ARGV, 3 do
  ids[#ids + 1] = ARGV[index]
  users[#users + 1] = ARGV[index + 1]
  bodies[#bodies + 1] = ARGV[index + 2]
end
local present = limit and tonumber(redis.call('HGET', countsKey, users[1]) or '0')
if limit and present + #ids > limit then
  return remember(ARGV[1], '{"type":"over-limit","limit":' .. limit .. ',"present":' .. present .. '}')
end
local held = queuedOf(ids)
if #held > 0 then error('the queue already holds item ' .. held[1]) end

local before = lengthNow()
local first, last = before + 1, before + #ids
local places = place == 'turns' and fairPlaces(users[1], #ids, before)
if place == 'front' then
  first, last = 1, #ids
  putBehind(0, ids)
elseif not places or places[1] > before then
  putLast(ids)
else
  first, last = places[1], places[#ids]
  putAt(places, ids)
end
enter(ids, users, bodies)
local versionNow = redis.call('INCR', versionKey)
noteEdit({kind = 'add', version = versionNow, ids = ids})
return remember(ARGV[1], '{"type":"added","firstPosition":' .. first .. ',"lastPosition":' .. last
  .. ',"length":' .. before + #ids .. ',"version":' .. versionNow .. '}')
`);

/** {@link QueueStore.add} without its event. @throws AppError `internal` when `items` is empty. */
export async function addItems(
  link: RedisLink,
  streamId: StreamId,
  items: readonly QueueItem[],
  place: Place,
  id: OperationId,
): Promise<OperationResult<Added>> {
  const args = [place, '', ...itemArgs(items)];
  const { isFresh, result } = await runOperation<Added>(link, streamId, { kind: 'add', id, lua, args });
  const { firstPosition, lastPosition, length, version } = result;
  return { isFresh, result: { firstPosition, lastPosition, length, version } };
}

/**
 * {@link QueueStore.offer} without its event.
 * @throws AppError `internal` when `items` is empty or of several people.
 */
export function offerItems(
  link: RedisLink,
  streamId: StreamId,
  items: readonly QueueItem[],
  { place, perUserLimit, isFair }: OfferRules,
  id: OperationId,
): Promise<OperationResult<Offered>> {
  if (items.some(({ addedBy }) => addedBy.id !== items[0]?.addedBy.id)) {
    throw new AppError('internal', 'the items of an offer are not all of one person');
  }
  const where = isFair && place === 'end' ? 'turns' : place;
  const args = [where, perUserLimit ?? '', ...itemArgs(items)];
  return runOperation(link, streamId, { kind: 'offer', id, lua, args });
}

function itemArgs(items: readonly QueueItem[]): (string | number)[] {
  if (items.length === 0) throw new AppError('internal', 'nothing to add');
  return items.flatMap((item) => [item.itemId, item.addedBy.id, JSON.stringify(item)]);
}
