-- Marks a key as done without work, or says that it is done or in use.
-- KEYS[1] the record
-- ARGV[1] token, 16 bytes
-- ARGV[2] >I8: how long the mark holds in ms
-- Reply: 1 marked | 2 done before | 3 in use, or waits for a decision | 127 reason
-- Java twin: MarkTransition
local token, span = ARGV[1], struct.unpack('>I8', ARGV[2])
local now = clock(2)
local till = now + span * 1000
local mark = { DONE, VALUE, now, till, token, 1, 0, till, NO_STAMP }
-- A server that takes no new mark still tells of an old one.
local made = redis.pcall('SET', KEYS[1], header(mark), 'PX', life(span), 'NX')
if made and not made.err then
    return struct.pack('>B', 1)
end
local old, defect = load()
if defect > 0 then
    return foreign(defect)
end
if not old then
    redis.call('SET', KEYS[1], header(mark), 'PX', life(span), 'NX')
    return struct.pack('>B', 1)
end
if old[STATE] == DONE and old[HARD] > now then
    if old[TOKEN] ~= token or has(old, RELEASED) then
        return struct.pack('>B', 2)
    end
    again(left(now, old[HARD]))
    return struct.pack('>B', 1)
end
if old[STATE] == UNKNOWN or old[STATE] == PARKED or (old[STATE] == PROCESSING and old[LEASE] > now) then
    return struct.pack('>B', 3)
end
mark[FENCE] = math.max(old[FENCE] + 1, now)
replace(header(mark), span)
return struct.pack('>B', 1)
