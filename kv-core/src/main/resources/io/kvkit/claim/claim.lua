-- Claims a key, or says why not.
-- KEYS[1] the record
-- ARGV[1] token, 16 bytes
-- ARGV[2] fingerprint, 32 bytes, or empty
-- ARGV[3] >I8I8I2BBBI8: lease ms, retention ms, most attempts (0 any), mode 0 create 1 refresh 2 overwrite 3 early,
--        replace foreign 0/1, hold abandoned 0/1, the fence of the record that the caller has seen
-- Reply: 1 how replaced attempt(2) fence(8) leaseUntil(8) notes | 2 freshUntil(8) hardUntil(8) payload
--        | 3 leftMicros(8) token(16) | 4 mismatch | 5 unknown, fence(8) | 6 parked, fence(8) attempts(2) | 127 reason
-- Java twin: ClaimTransition
local NEW, RETRY, TAKEOVER, REFRESH = 0, 1, 2, 3
local token, print = ARGV[1], ARGV[2]
local lease, retention, most, mode, replacing, hold, fence = struct.unpack('>I8I8I2BBBI8', ARGV[3])
local now = clock(3)
local old, defect = load(bytes)
if defect > 0 and replacing == 0 then
    return foreign(defect)
end

local function claimed(r)
    local how, replaced = bit.band(bit.rshift(r[FLAGS], 2), 3), r[FLAGS] % (2 * REPLACED) >= REPLACED
    return struct.pack('>BBBI2I8I8', 1, how, replaced and 1 or 0, r[ATTEMPTS], r[FENCE], r[LEASE])
end

-- Nothing that counts is there, unless something else turns out.
local state = old and not spent(old, now) and old[STATE]
local how, attempts, stopped = NEW, 1, nil
if mode == 2 then
    -- The record that the caller has seen, whatever it holds.
    if old and old[STATE] == PROCESSING and old[TOKEN] == token then
        return claimed(old)
    end
    if not old or old[FENCE] ~= fence then
        return struct.pack('>B', 4)
    end
    print = ''
elseif state then
    if #print > 0 and #old[PRINT] > 0 and print ~= old[PRINT] then
        return struct.pack('>B', 4)
    end
    -- A claim overwrites the header in place, so a record without room for one stays as it is.
    local is_seen = old[FENCE] == fence and has(old, PROGRESS)
    if state == UNKNOWN or state == PARKED then
        stopped = state
    elseif state == PROCESSING and old[TOKEN] == token then
        again(math.max(lease, valid(old, now) and left(now, old[HARD]) or retention))
        return claimed(old) .. notes(old)
    elseif valid(old, now) and (mode == 0 or (mode == 1 and old[FRESH] > now) or (mode == 3 and not is_seen)) then
        return struct.pack('>BI8I8', 2, old[FRESH], old[HARD]) .. body(old)
    elseif state == DONE then
        how = REFRESH
    elseif state == PROCESSING and old[LEASE] > now then
        return struct.pack('>BI8c16', 3, old[LEASE] - now, old[TOKEN])
    elseif state == PROCESSING and hold == 1 then
        stopped = UNKNOWN
    elseif most > 0 and old[ATTEMPTS] >= most then
        stopped = PARKED
    else
        how, attempts = state == FAILED and RETRY or TAKEOVER, old[ATTEMPTS] + 1
    end
end

if stopped then
    if stopped ~= state then
        old[STATE], old[LEASE] = stopped, 0
        patch(old, retention)
    end
    return stopped == UNKNOWN and struct.pack('>BI8', 5, old[FENCE])
        or struct.pack('>BI8I2', 6, old[FENCE], old[ATTEMPTS])
end

local r = {
    PROCESSING, how * 4, math.max((old and old[FENCE] or 0) + 1, now), 0, token, math.min(attempts, 65535),
    now + lease * 1000, 0, NO_STAMP
}
-- A claim after another one: a value that is still valid is kept.
if how ~= NEW and valid(old, now) then
    r[FLAGS] = r[FLAGS] + VALUE + bit.band(old[FLAGS], FIELDS)
    r[FRESH], r[HARD], r[STAMPED] = old[FRESH], old[HARD], old[STAMPED]
    redis.call('SETRANGE', KEYS[1], '0', header(r))
    redis.call('PEXPIRE', KEYS[1], life(math.max(lease, left(now, old[HARD]))))
    return claimed(r)
end
local noted = ''
if how ~= NEW then
    print, noted = #print > 0 and print or old[PRINT], notes(old)
    r[FLAGS] = r[FLAGS] + bit.band(old[FLAGS], NOTES)
end
r[FLAGS] = r[FLAGS] + (#print > 0 and FINGERPRINT or 0) + (defect > 0 and REPLACED or 0)
local record, span = header(r) .. print .. noted, math.max(lease, retention)
if mode == 2 then
    replace(record, span)
else
    redis.call('SET', KEYS[1], record, 'PX', life(span))
end
return claimed(r) .. noted
