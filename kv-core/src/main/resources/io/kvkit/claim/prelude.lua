-- The record of io.kvkit.claim.ClaimRecord, read and written by every script of this package.
-- Java twins: ClaimRecord, Found, Draft, Millis.
-- Times are microseconds since the epoch, spans milliseconds; all numbers stay below 2^53.

local KEY = KEYS[1]
local PROCESSING, DONE, FAILED, UNKNOWN, PARKED = 1, 2, 3, 4, 5
local VALUE, FINGERPRINT, RECREATED, RELEASED, REPLACED, PROGRESS, STAMP = 1, 2, 16, 32, 64, 128, 256
local FIELDS, PARITY, NOTES, ABOVE_FLAGS = 386, 512, 1024, 2048
local FOREIGN = 127
local NOBODY = '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
local NO_STAMP = '\0\0\0\0\0\0\0\0'
local HEAD = '>I2BBI2I7I7c16'
local PROGRESS_PART = '>I2I7I7'
local HEAD_WITH_PROGRESS = '>I2BBI2I7I7c16I2I7I7'
local WORDS = {
    [36] = '>I2I4I4I4I4I4I4I4I4', [44] = '>I2I4I4I4I4I4I4I4I4I4I4',
    [52] = '>I2I4I4I4I4I4I4I4I4I4I4I4I4', [60] = '>I2I4I4I4I4I4I4I4I4I4I4I4I4I4I4'
}
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
    odd = bit.bxor(odd, bit.rshift(odd, 4))
    odd = bit.bxor(odd, bit.rshift(odd, 2))
    odd = bit.bxor(odd, bit.rshift(odd, 1))
    return others + PARITY * bit.band(odd, 1)
end

-- The magic number and the words of a header, weighted by their place, modulo a prime: no flipped bit leaves it as it is.
local function check(head, length)
    local words, sum = {struct.unpack(WORDS[length], head, 3)}, 0xB76B
    for i = 1, #words - 1 do
        sum = sum + i * words[i]
    end
    return sum % 65521
end

local function parse(head)
    local r = {}
    local stored, version, at
    stored, version, r.state, r.flags, r.fence, r.hard, r.token, at = struct.unpack(HEAD, head)
    local progress, stamp = has(r, PROGRESS), has(r, STAMP)
    if version ~= 2 or even(r.flags) ~= r.flags or r.flags >= ABOVE_FLAGS or r.state < 1 or r.state > 5 then
        return nil, 3
    end
    -- What promises less than its state needs was not written by these scripts.
    if (r.state ~= DONE and not progress) or (r.state == DONE and not has(r, VALUE)) then
        return nil, 3
    end
    r.header = 36 + (progress and 16 or 0) + (stamp and 8 or 0)
    r.length = r.header + (has(r, FINGERPRINT) and 32 or 0)
    if #head < r.length then
        return nil, 2
    end
    if check(head, r.header) ~= stored then
        return nil, 3
    end
    r.attempts, r.lease, r.fresh = 1, 0, r.hard
    if progress then
        r.attempts, r.lease, r.fresh = struct.unpack(PROGRESS_PART, head, at)
    end
    if r.fence >= EXACT or r.hard >= EXACT or r.lease >= EXACT or r.fresh >= EXACT then
        return nil, 3
    end
    r.stamp = stamp and string.sub(head, r.header - 7, r.header) or NO_STAMP
    r.print = r.length > r.header and string.sub(head, r.header + 1, r.length) or ''
    return r, 0
end

-- The record, or nil with 0 when the key is missing, or nil with the reason why it is none.
local function load()
    local head = redis.pcall('GETRANGE', KEY, 0, 91)
    if type(head) == 'table' then
        if string.sub(head.err, 1, 9) ~= 'WRONGTYPE' then
            redis.call('GETRANGE', KEY, 0, 91)
        end
        return nil, 1
    end
    if #head >= 36 then
        return parse(head)
    end
    return nil, (#head == 0 and redis.call('EXISTS', KEY) == 0) and 0 or 2
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
        head = struct.pack(HEAD_WITH_PROGRESS, 0, 2, r.state, even(bit.bor(flags, PROGRESS)), r.fence, r.hard, r.token,
            r.attempts, r.lease, r.fresh) .. stamp
    else
        head = struct.pack(HEAD, 0, 2, r.state, even(flags), r.fence, r.hard, r.token) .. stamp
    end
    return struct.pack('>I2', check(head, #head)) .. string.sub(head, 3)
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

-- What earlier owners noted about their work, which outlives their claims.
local function notes(r)
    return has(r, NOTES) and redis.call('GETRANGE', KEY, r.length, -1) or ''
end

-- Overwrites the header of an existing key by one of the same length. The expiry goes first: it passes on a full server and lets the rest pass.
local function patch(r, span)
    redis.call('PEXPIRE', KEY, life(span))
    redis.call('SETRANGE', KEY, 0, header(r))
end

-- Replaces an existing key, on a full server too.
local function replace(bytes, span)
    redis.call('PEXPIRE', KEY, life(span))
    redis.call('SET', KEY, bytes, 'PX', life(span))
end
