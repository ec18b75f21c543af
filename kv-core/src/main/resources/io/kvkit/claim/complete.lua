-- Leaves a result and ends the claim.
-- KEYS[1] the record
-- ARGV[1] token, 16 bytes
-- ARGV[2] fingerprint, 32 bytes, or empty
-- ARGV[3] >I8I8c8B: fresh ms, hard ms, stamp, 1 recreate a missing record, 2 keep the value that is there
-- ARGV[4] payload
-- Reply: 1 stored | 2 recreated | 3 stale | 4 missing | 127 reason
-- Java twin: CompleteTransition
local token = ARGV[1]
local fresh, hard, stamp, mode = struct.unpack('>I8I8c8B', ARGV[3])
local now = clock(4)
local old, defect = load()

local function result(flags, attempts, fence, print)
    local r = {
        state = DONE, flags = VALUE + flags + (#print > 0 and FINGERPRINT or 0), attempts = attempts, fence = fence,
        lease = 0, fresh = now + fresh * 1000, hard = now + hard * 1000, stamp = stamp, token = token
    }
    return header(r) .. print .. ARGV[4]
end

-- The value of the claim gets a new life. The header must not grow into it.
local function kept()
    if old.state ~= PROCESSING or not valid(old, now) or (stamp ~= NO_STAMP and not has(old, STAMP)) then
        return struct.pack('>B', 4)
    end
    old.state, old.flags, old.lease = DONE, VALUE + bit.band(old.flags, FIELDS), 0
    old.fresh, old.hard, old.stamp = now + fresh * 1000, now + hard * 1000, stamp
    patch(old, hard)
    return struct.pack('>B', 1)
end

if defect > 0 then
    return foreign(defect)
end
if old and old.token == token then
    if old.state == DONE and not has(old, RELEASED) then
        again(left(now, old.hard))
        return struct.pack('>B', has(old, RECREATED) and 2 or 1)
    end
    if mode == 2 then
        return kept()
    end
    local print = #old.print > 0 and old.print or ARGV[2]
    replace(result(0, old.attempts, old.fence, print), hard)
    return struct.pack('>B', 1)
end
if old and not spent(old, now) then
    return struct.pack('>B', 3)
end
if mode ~= 1 then
    return struct.pack('>B', 4)
end
local bytes = result(RECREATED, 1, math.max((old and old.fence or 0) + 1, now), ARGV[2])
if old then
    replace(bytes, hard)
else
    redis.call('SET', KEY, bytes, 'PX', life(hard))
end
return struct.pack('>B', 2)
