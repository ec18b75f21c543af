-- Takes from, looks at, gives back to, owes to, or holds permits of any mix of bands. Java twins: MeterTransition, Levels, BandLevel, OtherBands.
-- KEYS[1] the record: 'M', version 2, '>d' time in us since 2025, per band cells of '>I4dd' id, a, b
--   (bucket: a = level, b = owed; sliding window: a = previous count, b = current count; fixed and calendar window: b = count;
--   strict window: up to 6 cells of two counts each, one for each tenth of a window, from the current one back).
-- ARGV[1] '>Bdd' op (0 take, 1 peek, 2 refund, 3 owe, 4 reserve, 5 settle, 6 renew), cost per take, wanted takes (refund: the time in us since 2025
--   from which on it has no effect, 0 for never), from op 4 on '>I4d' id of the reservation and its lease in us, then per band '>I4Bdddd'
--   id, kind (0 bucket, 1 sliding, 2 fixed, 3 strict window), capacity, permits per us, window us, phase us; for a
--   calendar window (4) the begin, middle and end of two windows in us since 2025 instead of the last three.
-- ARGV[2] now in us since the epoch (tests only).
-- Reply '>BddBd' 1, granted, retry us (0 none, -1 never), refusing band (from 1, 0 none), now in us since the epoch,
--   then per band '>dd' remaining permits, reset us; a single 0 byte when the key holds something else, a single 2
--   when the time is in neither window of a calendar.
-- It goes on from step.lua and bands.lua, with which it is one script.

-- The reservation that the step is about, taken out of the others below.
local mine, place
if op == SETTLE or op == RENEW then
  for j = 1, #held do
    if held[j][1] == own + HOLD then mine, place = held[j], j break end
  end
end
-- A call that took from other bands than the record has now ends or goes on: it changes its reservation alone.
local apart = banded and (others or added) and (op == REFUND or op == RENEW or (op == SETTLE and mine ~= nil))
-- No open reservation has charged a band that the record did not have.
if added and not apart then
  for j = 1, #held do held[j][2] = 0 end
end

local granted, fitting = count, {}
for i = 1, n do
  age(i)
  if freed > 0 then charge(i, -freed) end
  fitting[i] = math.floor((cap[i] - used(i)) / cost + 1e-6)
  if (op == TAKE or op == PEEK or op == RESERVE) and fitting[i] < granted then granted = fitting[i] end
end
if outside then return '\2' end
if granted < 0 then granted = 0 end
local full = op == RESERVE and granted > 0 and #held >= MOST_HELD
if full then granted = 0 end

local changed = mine ~= nil
if mine then table.remove(held, place) end
if op == RESERVE and granted > 0 then mine, changed = {own + HOLD, cost, real + lease}, true end
if op == RENEW and mine then mine[3] = real + lease end
if mine and op ~= SETTLE then held[#held + 1] = mine end

local delta = 0
if op == TAKE or op == RESERVE then delta = granted * cost elseif op == REFUND and not late then delta = -cost elseif op == OWE then delta = cost end
if op == SETTLE then delta = cost end
if op == SETTLE and mine then delta = cost - mine[2] end
if apart then delta = 0 end

local retry, who, ttl, left = 0, 0, 0, {}
for i = 1, n do
  charge(i, delta)
  if op == OWE or (op == SETTLE and delta > 0) then bound(i) end
  if granted < count and fitting[i] <= granted and retry >= 0 then
    local r = due(i)
    if r < 0 or r > retry then retry, who = r, i end
  end
  local r = reset(i)
  if r > ttl then ttl = r end
  local remaining = math.floor(cap[i] - used(i) + 1e-6)
  if remaining < 0 then remaining = 0 end
  left[i] = struct.pack('>dd', remaining, math.ceil(r))
end

if full then
  retry, who = LONGEST, 1
  for j = 1, #held do
    if held[j][3] - real < retry then retry = held[j][3] - real end
  end
end
if (op == SETTLE or op == RENEW) and mine then granted = 1 end
if apart then ttl = math.max(0, redis.call('PTTL', KEYS[1]) * 1000) end
for j = 1, #held do
  if held[j][3] - real > ttl then ttl = held[j][3] - real end
end

if changed or (not apart and (delta ~= 0 or (rebased and op ~= PEEK))) then
  if apart or ttl > 0 then
    local bytes = {'M\2' .. struct.pack('>d', now)}
    if apart then
      bytes = {string.sub(raw, 1, 10) .. table.concat(rest)}
    else
      for i = 1, n do bytes[i + 1] = cells(i) end
    end
    for j = 1, #held do bytes[#bytes + 1] = struct.pack('>I4dd', held[j][1], held[j][2], held[j][3]) end
    save(KEYS[1], ttl, table.concat(bytes))
  elseif raw then
    redis.call('DEL', KEYS[1])
  end
end
return struct.pack('>BddBd', 1, granted, math.ceil(retry), who, real + EPOCH) .. table.concat(left)
