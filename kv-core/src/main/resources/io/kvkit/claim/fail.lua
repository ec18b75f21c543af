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
if defect > 0 then
    return foreign(defect)
end
if not old then
    return struct.pack('>B', 3)
end

local state, own = old[STATE], old[TOKEN] == ARGV[1]
if mode == HOLD then
    if own and state == PROCESSING then
        old[STATE], old[LEASE] = UNKNOWN, 0
        patch(old, retention)
        return struct.pack('>B', 1)
    end
    if own and state == UNKNOWN then
        again(retention)
        return struct.pack('>B', 1)
    end
elseif own then
    if state == FAILED or (state == DONE and has(old, RELEASED)) then
        return struct.pack('>B', 1)
    end
    -- What was abandoned is abandoned again, so that the next owner learns it. The late owner's token is void.
    local taken = bit.band(bit.rshift(old[FLAGS], 2), 3) == TAKEOVER and not has(old, VALUE)
    if mode >= GIVE_BACK and state == PROCESSING and taken then
        old[TOKEN], old[ATTEMPTS] = NOBODY, math.max(0, old[ATTEMPTS] - 1)
        old[LEASE] = mode == LEAVE and old[LEASE] or 0
        patch(old, math.max(retention, left(now, old[LEASE])))
        return struct.pack('>B', 1)
    end
    if state == PROCESSING and valid(old, now) then
        old[STATE], old[FLAGS], old[LEASE] = DONE, VALUE + RELEASED + bit.band(old[FLAGS], FIELDS), 0
        patch(old, left(now, old[HARD]))
        return struct.pack('>B', 1)
    end
    if state == PROCESSING or (mode == WITHDRAW and state == DONE) then
        local noted = notes(old)
        old[STATE], old[FLAGS], old[LEASE] = FAILED, bit.band(old[FLAGS], FINGERPRINT + NOTES), 0
        old[ATTEMPTS] = mode >= GIVE_BACK and math.max(0, old[ATTEMPTS] - 1) or old[ATTEMPTS]
        old[FRESH], old[HARD], old[STAMPED] = 0, 0, NO_STAMP
        replace(header(old) .. old[PRINT] .. noted, retention)
        return struct.pack('>B', 1)
    end
end
if mode >= GIVE_BACK and state == PROCESSING and old[TOKEN] == NOBODY then
    return struct.pack('>B', 1)
end
return struct.pack('>B', spent(old, now) and 3 or 2)
