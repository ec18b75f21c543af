-- Takes from a meter that is one bucket. Java twins: BucketTransition, Levels, BucketLevel.
-- KEYS[1] the record: 'M', version 2, '>d' time in us since 2025, per band '>I4dd' id, a, b.
-- ARGV[1] '>I4ddddd' id, capacity, permits per us, us in which a full bucket drains, cost per take, wanted takes.
-- ARGV[2] now in us since the epoch (tests only).
-- Reply '>BddBddd' 1, granted, retry us (0 none, -1 never), refusing band (1 or 0), now in us since the epoch,
-- remaining permits, reset us; a single 0 byte when the key holds something else.
local real = clock(ARGV[2])
local id, cap, rate, w, cost, count = struct.unpack('>I4ddddd', ARGV[1])
local raw, base = load(KEYS[1])
if raw == nil then return '\0' end

local a, b, now, rebased, found = 0, 0, real, false, false
local held, freed, last = '', 0, 0
if raw then
  local p = 11
  while p <= #raw do
    local at, i, x, y = p
    i, x, y, p = struct.unpack('>I4dd', raw, p)
    if not isSane(i, x, y) then return '\0' end
    if i >= HOLD then
      if y > real and y - real <= LONGEST then
        held = held .. string.sub(raw, at, p - 1)
        if y - real > last then last = y - real end
      else
        freed = freed + x
      end
    elseif i == id and not found then a, b, found = x, y, true end
  end
  -- No open reservation has charged a bucket that the record did not have.
  if not found then
    local open = held
    held = ''
    for q = 1, #open, 20 do
      local i, _, y = struct.unpack('>I4dd', open, q)
      held = held .. struct.pack('>I4dd', i, 0, y)
    end
  end
  if base > real then
    if base - real > w then base, rebased = real, true else now = base end
  end
  if a > cap then a = cap end
  if b > cap then b = cap end
  local back = (now - base) * rate
  if b > 0 then
    b, back = b - back, 0
    if b < 0 then back, b = -b, 0 end
  end
  a = a - back
  if a < 0 then a = 0 end
  if freed > 0 then
    local back = -freed
    if b > 0 then
      b, back = b + back, 0
      if b < 0 then back, b = b, 0 end
    end
    a = a + back
    if a < 0 then a = 0 end
  end
end
local lag = now - real

local granted = math.floor((cap - (a + b)) / cost + 1e-6)
if granted > count then granted = count end
if granted < 0 then granted = 0 end
a = a + granted * cost

local retry, who = 0, 0
if granted < count then
  who = 1
  if cost > cap then
    retry = -1
  else
    retry = (a + b + cost - cap) / rate
    if retry < 1 then retry = 1 end
    retry = retry + lag
  end
end
local reset = (a + b) / rate
if reset > 0 then reset = reset + lag end
local ttl = reset
if last > ttl then ttl = last end
if ttl > 0 and (granted > 0 or rebased) then
  save(KEYS[1], ttl, 'M\2' .. struct.pack('>dI4dd', now, id, a, b) .. held)
elseif rebased then
  redis.call('DEL', KEYS[1])
end
local remaining = math.floor(cap - (a + b) + 1e-6)
if remaining < 0 then remaining = 0 end
return struct.pack('>BddBddd', 1, granted, math.ceil(retry), who, real + EPOCH, remaining, math.ceil(reset))
