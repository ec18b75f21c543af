-- The record of io.kvkit.claim.ClaimRecord, read and written by every script of this package.
-- Java twins: ClaimRecord, Found, Draft, Millis.
-- Times are microseconds since the epoch, spans milliseconds; all numbers stay below 2^53.

local KEY = KEYS[1]
local PROCESSING, DONE, FAILED, UNKNOWN, PARKED = 1, 2, 3, 4, 5
local VALUE, FINGERPRINT, RECREATED, RELEASED, REPLACED, PROGRESS, STAMP = 1, 2, 16, 32, 64, 128, 256
local FIELDS, PARITY, NOTES, ABOVE_FLAGS = 386, 512, 1024, 2048
local FOREIGN = 127
local LAST_READ = '1023'
local NOBODY = '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
local NO_STAMP = '\0\0\0\0\0\0\0\0'
local HEAD = '>BBI2I7I7c16'
local PROGRESS_PART = '>I2I7I7'
local HEAD_WITH_PROGRESS = '>BBI2I7I7c16I2I7I7'
local WORDS = '>I2I4I4I4I4I4I4I4I4'
local PARITIES = 0x6996
local EXACT = 9007199254740992
local MAX_SPAN = 3155760000000

-- The time: the argument after the last one, which only tests give, or that of the server.
local function clock(arguments)
    local given = ARGV[arguments + 1]
    if given then
        return tonumber(given)
    end
    local time = redis.call('TIME')
    return time[1] * 1000000 + time[2]
end

local function has(record, flag)
    return record.flags % (2 * flag) >= flag
end

-- The flags, of which an even number is set.
local function even(flags)
    local others = flags - bit.band(flags, PARITY)
    local odd = bit.bxor(others, bit.rshift(others, 8))
    odd = bit.band(bit.bxor(odd, bit.rshift(odd, 4)), 15)
    return others + PARITY * bit.band(bit.rshift(PARITIES, odd), 1)
end

-- The magic number and the words of a header, weighted by their place, modulo a prime: no flipped bit leaves it as it is.
-- The words begin behind the check itself, and the header ends before the last position.
local function check(bytes, at, last)
    local v, a, b, c, d, e, f, g, h, next = struct.unpack(WORDS, bytes, at)
    local sum, weight = 0xB76B + v + 2 * a + 3 * b + 4 * c + 5 * d + 6 * e + 7 * f + 8 * g + 9 * h, 10
    while next < last do
        a, b, next = struct.unpack('>I4I4', bytes, next)
        sum, weight = sum + weight * a + (weight + 1) * b, weight + 2
    end
    return sum % 65521
end

local function parse(bytes)
    local version, state, flags, fence, hard, token, at = struct.unpack(HEAD, bytes, 3)
    if version ~= 2 or even(flags) ~= flags or flags >= ABOVE_FLAGS or state < 1 or state > 5 then
        return nil, 3
    end
    local r = {
        state = state, flags = flags, fence = fence, hard = hard, token = token, attempts = 1, lease = 0, fresh = hard,
        stamp = NO_STAMP, print = '', bytes = bytes
    }
    local progress, stamp = has(r, PROGRESS), has(r, STAMP)
    -- What promises less than its state needs was not written by these scripts.
    if (state ~= DONE and not progress) or (state == DONE and not has(r, VALUE)) then
        return nil, 3
    end
    local header = 36 + (progress and 16 or 0) + (stamp and 8 or 0)
    r.length = header + (has(r, FINGERPRINT) and 32 or 0)
    if #bytes < r.length then
        return nil, 2
    end
    if check(bytes, 3, header) ~= struct.unpack('>I2', bytes) then
        return nil, 3
    end
    if progress then
        r.attempts, r.lease, r.fresh = struct.unpack(PROGRESS_PART, bytes, at)
    end
    if fence >= EXACT or hard >= EXACT or r.lease >= EXACT or r.fresh >= EXACT then
        return nil, 3
    end
    if stamp then
        r.stamp = string.sub(bytes, header - 7, header)
    end
    if r.length > header then
        r.print = string.sub(bytes, header + 1, r.length)
    end
    return r, 0
end

-- The record, or nil with 0 when the key is missing, or nil with the reason why it is none.
local function load()
    local bytes = redis.pcall('GETRANGE', KEY, '0', LAST_READ)
    if type(bytes) == 'table' then
        if string.sub(bytes.err, 1, 9) ~= 'WRONGTYPE' then
            redis.call('GETRANGE', KEY, '0', LAST_READ)
        end
        return nil, 1
    end
    if #bytes >= 36 then
        return parse(bytes)
    end
    return nil, (#bytes == 0 and redis.call('EXISTS', KEY) == 0) and 0 or 2
end

local function foreign(defect)
    return struct.pack('>BB', FOREIGN, defect)
end

-- What a value without a claim can do without is left out; what a record has, it keeps while it is patched.
local function header(r)
    local flags, stamp, head = r.flags, '', nil
    if r.stamp ~= NO_STAMP or has(r, STAMP) then
        flags, stamp = bit.bor(flags, STAMP), r.stamp
    end
    if r.state ~= DONE or r.attempts ~= 1 or r.fresh ~= r.hard or has(r, PROGRESS) then
        head = struct.pack(HEAD_WITH_PROGRESS, 2, r.state, even(bit.bor(flags, PROGRESS)), r.fence, r.hard,
            r.token, r.attempts, r.lease, r.fresh) .. stamp
    else
        head = struct.pack(HEAD, 2, r.state, even(flags), r.fence, r.hard, r.token) .. stamp
    end
    return struct.pack('>I2', check(head, 1, #head)) .. head
end

local function valid(r, now)
    return has(r, VALUE) and r.hard > now
end

local function spent(r, now)
    return r.state == DONE and r.hard <= now
end

local function left(now, till)
    return math.max(0, math.floor((till - now + 999) / 1000))
end

local function life(span)
    return math.min(span + 1000, MAX_SPAN)
end

-- What follows the fingerprint, which the first read has brought along unless it is long.
local function body(r)
    if #r.bytes > tonumber(LAST_READ) then
        return redis.call('GETRANGE', KEY, r.length, -1)
    end
    return string.sub(r.bytes, r.length + 1)
end

-- What earlier owners noted about their work, which outlives their claims.
local function notes(r)
    return has(r, NOTES) and body(r) or ''
end

-- Overwrites the header of an existing key by one of the same length. The expiry goes first: it passes on a full server and lets the rest pass.
local function patch(r, span)
    redis.call('PEXPIRE', KEY, life(span))
    redis.call('SETRANGE', KEY, '0', header(r))
end

-- Tells of a step that was carried out before. That is a write too, because who waits until a change is durable waits for
-- what his connection has written, and the step may have come over another one.
local function again(span)
    redis.call('PEXPIRE', KEY, life(span))
end

-- Replaces an existing key. A full server refuses that, unless another write of the script has passed.
local function replace(bytes, span)
    if redis.pcall('SET', KEY, bytes, 'PX', life(span)).err then
        redis.call('PEXPIRE', KEY, life(span))
        redis.call('SET', KEY, bytes, 'PX', life(span))
    end
end
