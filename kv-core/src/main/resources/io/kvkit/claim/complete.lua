-- Leaves a result and ends the claim.
-- KEYS[1] the record
-- ARGV[1] token, 16 bytes
-- ARGV[2] fingerprint, 32 bytes, or empty
-- ARGV[3] >I8I8c8B: fresh ms, hard ms, stamp, 1 recreate a missing record, 2 keep the value that is there
-- ARGV[4] payload
-- Reply: 1 stored | 2 recreated | 3 stale | 4 missing | 127 reason
-- Java twin: CompleteTransition
local token, print = ARGV[1], ARGV[2]
local fresh, hard, stamp, mode = struct.unpack('>I8I8c8B', ARGV[3])
local now = clock(4)
local old, defect = load()
if defect > 0 then
    return foreign(defect)
end

local code, flags, attempts, fence = 1, VALUE, 1, 0
if old and old[TOKEN] == token then
    if old[STATE] == DONE and not has(old, RELEASED) then
        again(left(now, old[HARD]))
        return struct.pack('>B', has(old, RECREATED) and 2 or 1)
    end
    -- The value of the claim gets a new life. The header must not grow into it.
    if mode == 2 then
        if old[STATE] ~= PROCESSING or not valid(old, now) or (stamp ~= NO_STAMP and not has(old, STAMP)) then
            return struct.pack('>B', 4)
        end
        old[STATE], old[FLAGS], old[LEASE] = DONE, VALUE + bit.band(old[FLAGS], FIELDS), 0
        old[FRESH], old[HARD], old[STAMPED] = now + fresh * 1000, now + hard * 1000, stamp
        patch(old, hard)
        return struct.pack('>B', 1)
    end
    attempts, fence, print = old[ATTEMPTS], old[FENCE], #old[PRINT] > 0 and old[PRINT] or print
elseif old and not spent(old, now) then
    return struct.pack('>B', 3)
elseif mode ~= 1 then
    return struct.pack('>B', 4)
else
    code, flags, fence = 2, VALUE + RECREATED, math.max((old and old[FENCE] or 0) + 1, now)
end

flags = flags + (#print > 0 and FINGERPRINT or 0)
local till = now + hard * 1000
local head = header({ DONE, flags, fence, till, token, attempts, 0, now + fresh * 1000, stamp })
if old then
    replace(head .. print .. ARGV[4], hard)
else
    redis.call('SET', KEYS[1], head .. print .. ARGV[4], 'PX', life(hard))
end
return struct.pack('>B', code)
