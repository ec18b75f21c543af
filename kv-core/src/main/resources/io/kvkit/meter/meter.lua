-- Takes from, looks at, or gives back to any mix of bands. Java twins: MeterTransition, MeterDecision, BandLevel.
-- KEYS[1] the record: 'KM', version 1, '>d' time in us since 2025, per band '>I4dd' id, a, b
--   (bucket: a = level; sliding window: a = previous count, b = current count; fixed window: b = count).
-- ARGV[1] '>Bdd' op (0 take, 1 peek, 2 refund), cost per take, wanted takes, then per band '>I4Bdddd'
--   id, kind (0 bucket, 1 sliding window, 2 fixed window), capacity, permits per us, window us, phase us.
-- ARGV[2] now in us since the epoch (tests only).
-- Reply '>BddBd' 1, granted, retry us (0 none, -1 never), refusing band (from 1, 0 none), now in us since the epoch,
--   then per band '>dd' remaining permits, reset us; a single 0 byte when the key holds something else.
local TAKE, PEEK, REFUND = 0, 1, 2
local BUCKET, SLIDING, FIXED = 0, 1, 2

local real = clock(ARGV[2])
local raw, base = load(KEYS[1])
if raw == nil then return '\0' end

local op, cost, count, p = struct.unpack('>Bdd', ARGV[1])
local id, k, cap, rate, w, off = {}, {}, {}, {}, {}, {}
local n, period = 0, 0
while p <= #ARGV[1] do
  n = n + 1
  id[n], k[n], cap[n], rate[n], w[n], off[n], p = struct.unpack('>I4Bdddd', ARGV[1], p)
  if w[n] > period then period = w[n] end
end

local storedA, storedB = {}, {}
if raw then
  local q = 12
  while q <= #raw do
    local i, x, y
    i, x, y, q = struct.unpack('>I4dd', raw, q)
    if not (isCount(x) and isCount(y)) then return '\0' end
    if not storedA[i] then storedA[i], storedB[i] = x, y end
  end
end

local now, rebased = real, false
if not raw then
  base = real
elseif base > real then
  if base - real > period then base, rebased = real, true else now = base end
end
local lag = now - real

local a, b, x, s = {}, {}, {}, {}

local function age(i)
  a[i], b[i] = storedA[id[i]] or 0, storedB[id[i]] or 0
  if k[i] == BUCKET then
    if a[i] > cap[i] then a[i] = cap[i] end
    a[i] = a[i] - (now - base) * rate[i]
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
  if k[i] == BUCKET then return a[i] end
  if k[i] == SLIDING then return a[i] * (1 - (x[i] - s[i]) / w[i]) + b[i] end
  return b[i]
end

local function charge(i, delta)
  if k[i] == BUCKET then
    a[i] = a[i] + delta
    if a[i] < 0 then a[i] = 0 end
  else
    b[i] = b[i] + delta
    if b[i] < 0 then b[i] = 0 end
  end
end

local function fits(i)
  if k[i] == BUCKET then return (a[i] + cost - cap[i]) / rate[i] end
  if k[i] == FIXED then return s[i] + w[i] - x[i] end
  if b[i] + cost <= cap[i] then return s[i] + w[i] * (1 - (cap[i] - b[i] - cost) / a[i]) - x[i] end
  return s[i] + w[i] + w[i] * (1 - (cap[i] - cost) / b[i]) - x[i]
end

local function due(i)
  if cost > cap[i] then return -1 end
  local r = fits(i)
  if r < 1 then r = 1 end
  return r + lag
end

local function reset(i)
  local r = 0
  if k[i] == BUCKET then
    r = a[i] / rate[i]
  elseif b[i] > 0 then
    if k[i] == SLIDING then r = s[i] + w[i] + w[i] - x[i] else r = s[i] + w[i] - x[i] end
  elseif a[i] > 0 then
    r = s[i] + w[i] - x[i]
  end
  if r > 0 then r = r + lag end
  return r
end

local granted, fitting = count, {}
for i = 1, n do
  age(i)
  fitting[i] = math.floor((cap[i] - used(i)) / cost + 1e-6)
  if op ~= REFUND and fitting[i] < granted then granted = fitting[i] end
end
if granted < 0 then granted = 0 end
local delta = 0
if op == TAKE then delta = granted * cost elseif op == REFUND then delta = -cost end

local retry, who, ttl, left = 0, 0, 0, {}
for i = 1, n do
  charge(i, delta)
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

if delta ~= 0 or (rebased and op ~= PEEK) then
  if ttl > 0 then
    local bytes = {'KM\1' .. struct.pack('>d', now)}
    for i = 1, n do bytes[i + 1] = struct.pack('>I4dd', id[i], a[i], b[i]) end
    save(KEYS[1], ttl, table.concat(bytes))
  elseif raw then
    redis.call('DEL', KEYS[1])
  end
end
return struct.pack('>BddBd', 1, granted, math.ceil(retry), who, real + EPOCH) .. table.concat(left)
