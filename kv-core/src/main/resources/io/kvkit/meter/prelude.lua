-- What both meter scripts begin with. Java twins: Levels, MeterRecord.
-- Times are microseconds since 2025-01-01: epoch microseconds would leave a double a resolution of only 0.25.
local EPOCH = 1735689600000000
local MAX = 9007199254740992

local function isCount(count) return count >= 0 and count <= MAX end

-- Of a clock that may be behind 2025.
local function isTime(time) return time >= -MAX and time <= MAX end

local function clock(given)
  if given then return tonumber(given) - EPOCH end
  local t = redis.call('TIME')
  return (tonumber(t[1]) * 1000000 - EPOCH) + tonumber(t[2])
end

-- The record, false when the key is missing, nil when it holds something else.
local function load(key)
  local raw = redis.pcall('GET', key)
  if type(raw) == 'table' then
    if string.find(raw.err, 'WRONGTYPE', 1, true) then return nil end
    error(raw.err)
  end
  if not raw then return false end
  if #raw < 30 or (#raw - 10) % 20 ~= 0 or string.sub(raw, 1, 2) ~= 'M\2' then return nil end
  local base = struct.unpack('>d', raw, 3)
  if not isTime(base) then return nil end
  return raw, base
end

-- Reservations are cells whose id has the highest bit: id, permits, end of the lease. One that ends later than any lease
-- was given by another clock.
local HOLD, LONGEST = 2147483648, 7200000000

local function isSane(id, a, b) return isCount(a) and (isCount(b) or (id >= HOLD and isTime(b))) end

local function save(key, ttl, bytes)
  redis.call('SET', key, bytes, 'PX', string.format('%.0f', math.floor(ttl / 1000) + 1))
end
