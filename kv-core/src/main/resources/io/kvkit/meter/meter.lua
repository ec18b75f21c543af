-- Takes from, looks at, gives back to, owes to, or holds permits of any mix of bands. Java twins: MeterTransition, Levels, BandLevel, OtherBands.
-- KEYS[1] the record: 'KM', version 1, '>d' time in us since 2025, per band cells of '>I4dd' id, a, b
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
local TAKE, PEEK, REFUND, OWE, RESERVE, SETTLE, RENEW = 0, 1, 2, 3, 4, 5, 6
local BUCKET, SLIDING, FIXED, STRICT, CALENDAR = 0, 1, 2, 3, 4
local PARTS = 10
local MOST_HELD = 1000

local real = clock(ARGV[2])
local raw, base = load(KEYS[1])
if raw == nil then return '\0' end

local op, cost, count, p = struct.unpack('>Bdd', ARGV[1])
local late = false
if op == REFUND then late, count = count ~= 0 and real >= count, 0 end
local own, lease
if op >= RESERVE then own, lease, p = struct.unpack('>I4d', ARGV[1], p) end
local id, k, cap, rate, w, off, named = {}, {}, {}, {}, {}, {}, {}
local n, period, last = 0, 0, math.huge
while p <= #ARGV[1] do
  n = n + 1
  id[n], k[n], cap[n], rate[n], w[n], off[n], p = struct.unpack('>I4Bdddd', ARGV[1], p)
  named[id[n]] = true
  if k[n] == CALENDAR then
    local e = off[n]
    if real < w[n] then e = w[n] end
    if e < last then last = e end
  elseif w[n] > period then
    period = w[n]
  end
end

local storedA, storedB, first = {}, {}, {}
local held, freed = {}, 0
-- The cells that are no open reservations, and whether there are bands, and bands that the step does not name.
local rest, banded, others = {}, false, false
if raw then
  local q = 12
  while q <= #raw do
    local at, i, x, y = q
    i, x, y, q = struct.unpack('>I4dd', raw, q)
    if not isSane(i, x, y) then return '\0' end
    if i >= HOLD and y > real and y - real <= LONGEST then
      held[#held + 1] = {i, x, y}
    else
      rest[#rest + 1] = string.sub(raw, at, q - 1)
      if i >= HOLD then
        freed = freed + x
      else
        banded, others = true, others or not named[i]
        if not first[i] then storedA[i], storedB[i], first[i] = x, y, at end
      end
    end
  end
end
local added = false
for i = 1, n do added = added or not first[id[i]] end

local now, rebased = real, false
if not raw then
  base = real
elseif base > real then
  if base - real > period or base >= last then base, rebased = real, true else now = base end
end
local lag = now - real

local a, b, x, s, parts, lags, outside = {}, {}, {}, {}, {}, {}, false

local function ageStrict(i)
  x[i] = now + off[i]
  s[i] = math.floor(x[i] * PARTS / w[i])
  local d = s[i] - math.floor((base + off[i]) * PARTS / w[i])
  local c = {}
  for j = 0, PARTS do c[j] = 0 end
  local q, j = first[id[i]], 0
  while q and q <= #raw and j <= PARTS do
    local cell, u, v
    cell, u, v, q = struct.unpack('>I4dd', raw, q)
    if cell == id[i] then
      if j + d <= PARTS then c[j + d] = u end
      if j + 1 + d <= PARTS then c[j + 1 + d] = v end
      j = j + 2
    end
  end
  parts[i] = c
end

-- Its time never stands still. After a step back across its begin, the count goes on in the window before.
local function ageCalendar(i)
  if real < rate[i] or real >= off[i] then outside = true end
  local begin = w[i]
  x[i], s[i], lags[i] = real, off[i], 0
  if real < w[i] then begin, s[i] = rate[i], w[i] end
  if base < begin then b[i] = 0 end
end

local function age(i)
  a[i], b[i], lags[i] = storedA[id[i]] or 0, storedB[id[i]] or 0, lag
  if k[i] == STRICT then return ageStrict(i) end
  if k[i] == CALENDAR then return ageCalendar(i) end
  if k[i] == BUCKET then
    if a[i] > cap[i] then a[i] = cap[i] end
    if b[i] > cap[i] then b[i] = cap[i] end
    local back = (now - base) * rate[i]
    if b[i] > 0 then
      b[i], back = b[i] - back, 0
      if b[i] < 0 then back, b[i] = -b[i], 0 end
    end
    a[i] = a[i] - back
    if a[i] < 0 then a[i] = 0 end
    return
  end
  x[i] = now + off[i]
  local ix = math.floor(x[i] / w[i])
  local d = ix - math.floor((base + off[i]) / w[i])
  s[i] = ix * w[i]
  if d ~= 0 then
    if d == 1 then a[i] = b[i] else a[i] = 0 end
    b[i] = 0
  end
  if k[i] == FIXED then a[i] = 0 end
end

local function used(i)
  if k[i] == BUCKET then return a[i] + b[i] end
  if k[i] == SLIDING then return a[i] * (1 - (x[i] - s[i]) / w[i]) + b[i] end
  if k[i] == STRICT then
    local sum = 0
    for j = 0, PARTS do sum = sum + parts[i][j] end
    return sum
  end
  return b[i]
end

local function chargeStrict(c, delta)
  c[0] = c[0] + delta
  local j = 0
  while j < PARTS and c[j] < 0 do
    c[j + 1] = c[j + 1] + c[j]
    c[j] = 0
    j = j + 1
  end
  if c[PARTS] < 0 then c[PARTS] = 0 end
end

local function charge(i, delta)
  if k[i] == BUCKET then
    if delta < 0 and b[i] > 0 then
      b[i], delta = b[i] + delta, 0
      if b[i] < 0 then delta, b[i] = b[i], 0 end
    end
    a[i] = a[i] + delta
    if a[i] < 0 then a[i] = 0 end
  elseif k[i] == STRICT then
    chargeStrict(parts[i], delta)
  else
    b[i] = b[i] + delta
    if b[i] < 0 then b[i] = 0 end
  end
end

-- What is used is at most twice the capacity.
local function bound(i)
  if k[i] == BUCKET then
    if a[i] > cap[i] then b[i], a[i] = b[i] + (a[i] - cap[i]), cap[i] end
    if b[i] > cap[i] then b[i] = cap[i] end
  elseif k[i] == STRICT then
    local over = used(i) - 2 * cap[i]
    if over > 0 then
      parts[i][0] = parts[i][0] - over
      if parts[i][0] < 0 then parts[i][0] = 0 end
    end
  elseif b[i] > 2 * cap[i] then
    b[i] = 2 * cap[i]
  end
end

local function fitsStrict(i)
  local left, j = used(i), PARTS
  while j >= 0 and left + cost > cap[i] do
    left = left - parts[i][j]
    j = j - 1
  end
  return (s[i] + (PARTS - j)) * w[i] / PARTS - x[i]
end

local function fits(i)
  if k[i] == BUCKET then return (a[i] + b[i] + cost - cap[i]) / rate[i] end
  if k[i] == FIXED then return s[i] + w[i] - x[i] end
  if k[i] == STRICT then return fitsStrict(i) end
  if k[i] == CALENDAR then return s[i] - x[i] end
  -- The difference first: a fraction of a microsecond added to a time would be lost.
  local into = x[i] - s[i]
  if b[i] + cost <= cap[i] then return w[i] * (1 - (cap[i] - b[i] - cost) / a[i]) - into end
  return w[i] + w[i] * (1 - (cap[i] - cost) / b[i]) - into
end

local function due(i)
  if cost > cap[i] then return -1 end
  local r = fits(i)
  if r < 1 then r = 1 end
  return r + lags[i]
end

local function resetStrict(i)
  for j = 0, PARTS do
    if parts[i][j] > 0 then return (s[i] + (PARTS + 1 - j)) * w[i] / PARTS - x[i] end
  end
  return 0
end

local function reset(i)
  local r = 0
  if k[i] == BUCKET then
    r = (a[i] + b[i]) / rate[i]
  elseif k[i] == STRICT then
    r = resetStrict(i)
  elseif k[i] == CALENDAR then
    if b[i] > 0 then r = s[i] - x[i] end
  elseif b[i] > 0 then
    if k[i] == SLIDING then r = s[i] + w[i] + w[i] - x[i] else r = s[i] + w[i] - x[i] end
  elseif a[i] > 0 then
    r = s[i] + w[i] - x[i]
  end
  if r > 0 then r = r + lags[i] end
  return r
end

local function cells(i)
  if k[i] == BUCKET then return struct.pack('>I4dd', id[i], a[i], b[i]) end
  if k[i] == CALENDAR then return struct.pack('>I4dd', id[i], 0, b[i]) end
  if k[i] ~= STRICT then return struct.pack('>I4dd', id[i], a[i], b[i]) end
  local c, last, bytes = parts[i], PARTS, {}
  while last > 1 and c[last] == 0 do last = last - 1 end
  for j = 0, last, 2 do bytes[#bytes + 1] = struct.pack('>I4dd', id[i], c[j], c[j + 1] or 0) end
  return table.concat(bytes)
end

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
    local bytes = {'KM\1' .. struct.pack('>d', now)}
    if apart then
      bytes = {string.sub(raw, 1, 11) .. table.concat(rest)}
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
