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
local old, defect = load()

local function claimed(r)
    local how = bit.band(bit.rshift(r.flags, 2), 3)
    local replaced = has(r, REPLACED) and 1 or 0
    return struct.pack('>BBBI2I8I8', 1, how, replaced, r.attempts, r.fence, r.lease)
end

local function win(how, attempts, fence)
    local r = {
        state = PROCESSING, flags = how * 4, attempts = math.min(attempts, 65535), fence = math.max(fence + 1, now),
        lease = now + lease * 1000, fresh = 0, hard = 0, stamp = NO_STAMP, token = token
    }
    return r
end

-- Nothing that counts is there.
local function begin(fence)
    local r = win(NEW, 1, fence)
    r.flags = r.flags + (#print > 0 and FINGERPRINT or 0) + (defect > 0 and REPLACED or 0)
    redis.call('SET', KEY, header(r) .. print, 'PX', life(math.max(lease, retention)))
    return claimed(r)
end

-- A claim after another one: a value that is still valid is kept.
local function succeed(how, attempts)
    local r = win(how, attempts, old.fence)
    if valid(old, now) then
        r.flags = r.flags + VALUE + bit.band(old.flags, FIELDS)
        r.fresh, r.hard, r.stamp = old.fresh, old.hard, old.stamp
        redis.call('SETRANGE', KEY, '0', header(r))
        redis.call('PEXPIRE', KEY, life(math.max(lease, left(now, old.hard))))
        return claimed(r)
    end
    local kept, noted = #print > 0 and print or old.print, notes(old)
    r.flags = r.flags + (#kept > 0 and FINGERPRINT or 0) + bit.band(old.flags, NOTES)
    redis.call('SET', KEY, header(r) .. kept .. noted, 'PX', life(math.max(lease, retention)))
    return claimed(r) .. noted
end

-- The record that the caller has seen, whatever it holds.
local function overwrite()
    if old and old.state == PROCESSING and old.token == token then
        return claimed(old)
    end
    if not old or old.fence ~= fence then
        return struct.pack('>B', 4)
    end
    local r = win(NEW, 1, old.fence)
    replace(header(r), math.max(lease, retention))
    return claimed(r)
end

local function done()
    return struct.pack('>BI8I8', 2, old.fresh, old.hard) .. body(old)
end

local function stop(state)
    if old.state ~= state then
        old.state = state
        old.lease = 0
        patch(old, retention)
    end
    if state == UNKNOWN then
        return struct.pack('>BI8', 5, old.fence)
    end
    return struct.pack('>BI8I2', 6, old.fence, old.attempts)
end

if defect > 0 and replacing == 0 then
    return foreign(defect)
end
if mode == 2 then
    return overwrite()
end
if not old then
    return begin(0)
end
if spent(old, now) then
    return begin(old.fence)
end
if #print > 0 and #old.print > 0 and print ~= old.print then
    return struct.pack('>B', 4)
end
if old.state == UNKNOWN or old.state == PARKED then
    return stop(old.state)
end
if old.state == PROCESSING and old.token == token then
    again(math.max(lease, valid(old, now) and left(now, old.hard) or retention))
    return claimed(old) .. notes(old)
end
-- A claim overwrites the header in place, so a record without room for one stays as it is.
local is_seen = old.fence == fence and has(old, PROGRESS)
if valid(old, now) and (mode == 0 or (mode == 1 and old.fresh > now) or (mode == 3 and not is_seen)) then
    return done()
end
if old.state == DONE then
    return succeed(REFRESH, 1)
end
if old.state == PROCESSING and old.lease > now then
    return struct.pack('>BI8c16', 3, old.lease - now, old.token)
end
if old.state == PROCESSING and hold == 1 then
    return stop(UNKNOWN)
end
if most > 0 and old.attempts >= most then
    return stop(PARKED)
end
return succeed(old.state == FAILED and RETRY or TAKEOVER, old.attempts + 1)
