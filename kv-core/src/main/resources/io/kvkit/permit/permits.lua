-- Acquires, renews, releases or counts the permits of calls that run at the same time. Java twin: PermitTransition.
-- KEYS[1] the record: 'KP', version 1, then per permit 8 bytes that stand for its owner, and '>d' its end in us since 2025.
-- ARGV[1] '>Bc8dd' op (0 acquire, 1 renew, 2 release, 3 peek), owner, most permits, lease in us.
-- ARGV[2] now in us since the epoch (tests only).
-- Reply '>BBddd' 1, whether it was done (peek: would be acquired), permits held, us until the first of them ends (0 if
-- none is held), now in us since the epoch; a single 0 byte when the key holds something else.
local ACQUIRE, RENEW, RELEASE = 0, 1, 2
local EPOCH = 1735689600000000
local MAX = 9007199254740992
-- Longer than any lease: a permit that ends later was given by another clock.
local LONGEST = 7200000000

local now
if ARGV[2] then
  now = tonumber(ARGV[2]) - EPOCH
else
  local t = redis.call('TIME')
  now = (tonumber(t[1]) * 1000000 - EPOCH) + tonumber(t[2])
end
local op, own, most, lease = struct.unpack('>Bc8dd', ARGV[1])

local raw = redis.pcall('GET', KEYS[1])
if type(raw) == 'table' then
  if string.find(raw.err, 'WRONGTYPE', 1, true) then return '\0' end
  error(raw.err)
end
if raw and (#raw < 19 or (#raw - 3) % 16 ~= 0 or string.sub(raw, 1, 3) ~= 'KP\1') then return '\0' end

local kept, held, mine, first, last = {'KP\1'}, 0, false, math.huge, 0
local function keep(permit, ends)
  held = held + 1
  kept[held + 1] = permit
  if ends < first then first = ends end
  if ends > last then last = ends end
end
if raw then
  for p = 4, #raw, 16 do
    local owner, ends = struct.unpack('>c8d', raw, p)
    if not (ends >= -MAX and ends <= MAX) then return '\0' end
    if ends > now and ends - now <= LONGEST then
      if owner == own then mine = true else keep(string.sub(raw, p, p + 15), ends) end
    end
  end
end

local done = mine or (op ~= RENEW and op ~= RELEASE and held < most)
local changes = done and (op == ACQUIRE or op == RENEW or op == RELEASE)
if changes and op ~= RELEASE then keep(struct.pack('>c8d', own, now + lease), now + lease) end
if changes then
  if held > 0 then
    local ttl = math.floor((last - now) / 1000) + 1
    redis.call('SET', KEYS[1], table.concat(kept), 'PX', string.format('%.0f', ttl))
  else
    redis.call('DEL', KEYS[1])
  end
end
local wait, verdict = 0, 0
if held > 0 then wait = first - now end
if done then verdict = 1 end
return struct.pack('>BBddd', 1, verdict, held, wait, now + EPOCH)
