-- Marks a key as done without work, or says that it is done or in use.
-- KEYS[1] the record
-- ARGV[1] token, 16 bytes
-- ARGV[2] >I8: how long the mark holds in ms
-- Reply: 1 marked | 2 done before | 3 in use, or waits for a decision | 127 reason
-- Java twin: MarkTransition
local token, span = ARGV[1], struct.unpack('>I8', ARGV[2])
local now = clock(2)

local function mark(fence)
    local till = now + span * 1000
    return header({
        state = DONE, flags = VALUE, attempts = 1, fence = math.max(fence + 1, now), lease = 0, fresh = till, hard = till,
        stamp = NO_STAMP, token = token
    })
end

if redis.call('SET', KEY, mark(0), 'PX', life(span), 'NX') then
    return struct.pack('>B', 1)
end
local old, defect = load()
if defect > 0 then
    return foreign(defect)
end
if old.state == DONE and old.hard > now then
    if old.token ~= token or has(old, RELEASED) then
        return struct.pack('>B', 2)
    end
    again(left(now, old.hard))
    return struct.pack('>B', 1)
end
if old.state == UNKNOWN or old.state == PARKED or (old.state == PROCESSING and old.lease > now) then
    return struct.pack('>B', 3)
end
replace(mark(old.fence), span)
return struct.pack('>B', 1)
