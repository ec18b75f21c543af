-- A record as a list of its fields, and the writing of it. Java twins: Found, Draft, Millis.

local function has(record, flag)
    return record[FLAGS] % (2 * flag) >= flag
end

-- The flags, of which an even number is set.
local function even(flags)
    local rest, odd = flags, false
    while rest > 0 do
        if rest % 2 == 1 then
            rest, odd = rest - 1, not odd
        end
        rest = rest / 2
    end
    if not odd then
        return flags
    end
    return flags % (2 * PARITY) >= PARITY and flags - PARITY or flags + PARITY
end

local function parse(bytes)
    local version, state, flags, fence, hard, token, at = struct.unpack(HEAD, bytes, 3)
    if version ~= 2 or even(flags) ~= flags or flags >= ABOVE_FLAGS or state < 1 or state > 5 then
        return nil, 3
    end
    local progress, stamped = flags % 256 >= PROGRESS, flags % 512 >= STAMP
    -- What promises less than its state needs was not written by these scripts.
    if (state ~= DONE and not progress) or (state == DONE and flags % 2 ~= VALUE) then
        return nil, 3
    end
    local header = 36 + (progress and 16 or 0) + (stamped and 8 or 0)
    local length = header + (flags % 4 >= FINGERPRINT and 32 or 0)
    if #bytes < length then
        return nil, 2
    end
    if check(bytes, 3, header) ~= struct.unpack('>I2', bytes) then
        return nil, 3
    end
    local attempts, lease, fresh, stamp, print = 1, 0, hard, NO_STAMP, ''
    if progress then
        attempts, lease, fresh = struct.unpack(PROGRESS_PART, bytes, at)
    end
    if fence >= EXACT or hard >= EXACT or lease >= EXACT or fresh >= EXACT then
        return nil, 3
    end
    if stamped then
        stamp = string.sub(bytes, header - 7, header)
    end
    if length > header then
        print = string.sub(bytes, header + 1, length)
    end
    return { state, flags, fence, hard, token, attempts, lease, fresh, stamp, print, length, bytes }, 0
end

-- The record, or nil with 0 when the key is missing, or nil with the reason why it is none.
local function load(read)
    local bytes = read or redis.pcall('GETRANGE', KEYS[1], '0', LAST_READ)
    if type(bytes) == 'table' then
        if string.sub(bytes.err, 1, 9) ~= 'WRONGTYPE' then
            redis.call('GETRANGE', KEYS[1], '0', LAST_READ)
        end
        return nil, 1
    end
    if #bytes >= 36 then
        return parse(bytes)
    end
    return nil, (#bytes == 0 and redis.call('EXISTS', KEYS[1]) == 0) and 0 or 2
end

local function foreign(defect)
    return struct.pack('>BB', FOREIGN, defect)
end

-- What a value without a claim can do without is left out; what a record has, it keeps while it is patched.
local function header(r)
    local state, flags, fence, hard, token, attempts, lease, fresh, stamp = unpack(r, 1, 9)
    local progress, stamped, head = flags % 256 >= PROGRESS, flags % 512 >= STAMP, nil
    if not stamped and stamp ~= NO_STAMP then
        flags, stamped = flags + STAMP, true
    end
    if not progress and (state ~= DONE or attempts ~= 1 or fresh ~= hard) then
        flags, progress = flags + PROGRESS, true
    end
    if progress then
        head = struct.pack(HEAD_WITH_PROGRESS, 2, state, even(flags), fence, hard, token, attempts, lease, fresh)
    else
        head = struct.pack(HEAD, 2, state, even(flags), fence, hard, token)
    end
    head = stamped and head .. stamp or head
    return struct.pack('>I2', check(head, 1, #head)) .. head
end

local function valid(r, now)
    return r[FLAGS] % 2 == VALUE and r[HARD] > now
end

local function spent(r, now)
    return r[STATE] == DONE and r[HARD] <= now
end

local function left(now, till)
    return math.max(0, math.floor((till - now + 999) / 1000))
end

local function life(span)
    return math.min(span + 1000, MAX_SPAN)
end

-- What follows the fingerprint, which the first read has brought along unless it is long.
local function body(r)
    if #r[BYTES] > tonumber(LAST_READ) then
        return redis.call('GETRANGE', KEYS[1], r[LENGTH], -1)
    end
    return string.sub(r[BYTES], r[LENGTH] + 1)
end

-- What earlier owners noted about their work, which outlives their claims.
local function notes(r)
    return r[FLAGS] >= NOTES and body(r) or ''
end

-- Overwrites the header of an existing key by one of the same length. The expiry goes first: it passes on a full server and
-- lets the rest pass.
local function patch(r, span)
    redis.call('PEXPIRE', KEYS[1], life(span))
    redis.call('SETRANGE', KEYS[1], '0', header(r))
end

-- Tells of a step that was carried out before. That is a write too, because who waits until a change is durable waits for
-- what his connection has written, and the step may have come over another one.
local function again(span)
    redis.call('PEXPIRE', KEYS[1], life(span))
end

-- Replaces an existing key. A full server refuses that, unless another write of the script has passed.
local function replace(bytes, span)
    if redis.pcall('SET', KEYS[1], bytes, 'PX', life(span)).err then
        redis.call('PEXPIRE', KEYS[1], life(span))
        redis.call('SET', KEYS[1], bytes, 'PX', life(span))
    end
end
