/**
 * The edits that can be taken back: `edits` is a list of MessagePack maps, the latest first, at most ten, and at most 20,000 ids in all
 * but the latest.
 *
 * An edit is `{kind, version, takes, ids, users?, places?}`: the queue's version after it; how many items had been taken from the
 * front of the queue by then; the ids it was about. Removals name adders and places (1-based, ascending), a move the place it
 * moved from, a shuffle all ids in their order before. What removed items are stays in `items` until their edit is dropped.
 */
export const editsLua = `
local function takes()
  return tonumber(redis.call('HGET', playbackKey, 'takes') or '0')
end

local function dropEdit(packed)
  local edit = cmsgpack.unpack(packed)
  if edit.kind ~= 'remove' and edit.kind ~= 'clear' then return end
  forget(without(edit.ids, (queuedOf(edit.ids))))
end

local function noteEdit(edit)
  edit.takes = takes()
  local count = redis.call('LPUSH', editsKey, cmsgpack.pack(edit))
  local kept = 10
  if #edit.ids > 500 then
    local sum = 0
    for index, packed in ipairs(redis.call('LRANGE', editsKey, 0, 9)) do
      sum = sum + #cmsgpack.unpack(packed).ids
      if index > 1 and sum > 20000 then
        kept = index - 1
        break
      end
    end
  end
  while count > kept do
    dropEdit(redis.call('RPOP', editsKey))
    count = count - 1
  end
end
`;
