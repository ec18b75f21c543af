-- Ends a claim without a result: a value that is still valid is there again, otherwise the next caller may retry.
-- KEYS[1] the record
-- ARGV[1] token, 16 bytes
-- ARGV[2] >I8B: retention ms, 0 release 1 hold until a decision 2 release a mark as well 3 give back: the work was not tried
--        4 give back at the end of the lease
-- Reply: 1 released, or held | 2 stale | 3 missing | 127 reason
-- Java twin: FailTransition
local HOLD, WITHDRAW, GIVE_BACK, LEAVE = 1, 2, 3, 4
local TAKEOVER = 2
local retention, mode = struct.unpack('>I8B', ARGV[2])
local now = clock(2)
local old, defect = load()

local function release()
    old.lease = 0
    if old.state == PROCESSING and valid(old, now) then
        old.state = DONE
        old.flags = VALUE + RELEASED + bit.band(old.flags, FIELDS)
        patch(old, left(now, old.hard))
    else
        local noted = notes(old)
        old.state = FAILED
        old.attempts = mode >= GIVE_BACK and math.max(0, old.attempts - 1) or old.attempts
        old.flags = bit.band(old.flags, FINGERPRINT + NOTES)
        old.fresh, old.hard, old.stamp = 0, 0, NO_STAMP
        replace(header(old) .. old.print .. noted, retention)
    end
    return struct.pack('>B', 1)
end

-- What was abandoned is abandoned again, so that the next owner learns it. The late owner's token is void.
local function abandon()
    old.token, old.attempts = NOBODY, math.max(0, old.attempts - 1)
    old.lease = mode == LEAVE and old.lease or 0
    patch(old, math.max(retention, left(now, old.lease)))
    return struct.pack('>B', 1)
end

local function hold()
    if old.state == PROCESSING then
        old.state, old.lease = UNKNOWN, 0
        patch(old, retention)
    else
        again(retention)
    end
    return struct.pack('>B', 1)
end

if defect > 0 then
    return foreign(defect)
end
if not old then
    return struct.pack('>B', 3)
end
if old.token == ARGV[1] then
    if mode == HOLD and (old.state == PROCESSING or old.state == UNKNOWN) then
        return hold()
    end
    if mode ~= HOLD and (old.state == FAILED or (old.state == DONE and has(old, RELEASED))) then
        return struct.pack('>B', 1)
    end
    local taken = bit.band(bit.rshift(old.flags, 2), 3) == TAKEOVER and not has(old, VALUE)
    if mode >= GIVE_BACK and old.state == PROCESSING and taken then
        return abandon()
    end
    if mode ~= HOLD and (old.state == PROCESSING or (mode == WITHDRAW and old.state == DONE)) then
        return release()
    end
end
if mode >= GIVE_BACK and old.state == PROCESSING and old.token == NOBODY then
    return struct.pack('>B', 1)
end
return struct.pack('>B', spent(old, now) and 3 or 2)
