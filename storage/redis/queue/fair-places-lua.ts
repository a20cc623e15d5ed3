/**
 * Taking turns: a person's n-th waiting item belongs to the n-th round, and a new item goes to the end of its round, which is before
 * the first item of a later round; but never before an own one, wherever somebody moved that. Items already there keep their order.
 */
export const fairPlacesLua = `
-- The places (1-based, in the queue that results, ascending) of 'count' new items of a user in a queue of 'length' items.
-- Reads no further into the queue than it must: not at all when nobody has more items waiting than the user.
local function fairPlaces(user, count, length)
  local own = tonumber(redis.call('HGET', countsKey, user) or '0')
  local most = 0
  for _, waiting in ipairs(redis.call('HVALS', countsKey)) do most = math.max(most, tonumber(waiting)) end
  local places, rounds, seen = {}, {}, 0
  local first = most > own + 1 and 0 or length
  while first < length and #places < count do
    local ids = idsAt(first + 1, first + 500)
    local _, users = queuedOf(ids)
    for index, adder in ipairs(users) do
      local round = (rounds[adder] or 0) + 1
      rounds[adder] = round
      if adder == user then seen = seen + 1 end
      while seen == own and #places < count and round > own + #places + 1 do
        places[#places + 1] = first + index + #places
      end
    end
    first = first + 500
  end
  while #places < count do places[#places + 1] = length + #places + 1 end
  return places
end
`;
