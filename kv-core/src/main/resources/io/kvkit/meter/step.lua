-- What a step is given, its own numbers and the record, as told in meter.lua. Java twins: MeterStep, Levels, MeterRecord.
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
  local q = 11
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
