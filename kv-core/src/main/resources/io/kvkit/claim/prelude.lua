-- The record of io.kvkit.claim.ClaimRecord, read and written by every script of this package.
-- Java twins: ClaimRecord, Defect, Draft, Spans.
-- Times are microseconds since the epoch, spans milliseconds; all numbers stay below 2^53.

local KEY = KEYS[1]
local PROCESSING, DONE, FAILED, UNKNOWN, PARKED = 1, 2, 3, 4, 5
local VALUE, FINGERPRINT, RECREATED, RELEASED, REPLACED = 1, 2, 16, 32, 64
local FOREIGN = 127
local NOBODY = string.rep('\0', 16)
local LAYOUT = '>I2BBI2I2I8I8I8I8c8c16'
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
    return bit.band(record.flags, flag) ~= 0
end

local function parse(head)
    local r = {}
    local magic, version
    magic, version, r.state, r.flags, r.attempts, r.fence, r.lease, r.fresh, r.hard, r.stamp, r.token =
        struct.unpack(LAYOUT, head)
    if magic ~= 0xB76B or version ~= 1 or r.state < 1 or r.state > 5 or (r.state == DONE and not has(r, VALUE)) then
        return nil, 3
    end
    if r.fence >= EXACT or r.lease >= EXACT or r.fresh >= EXACT or r.hard >= EXACT then
        return nil, 3
    end
    r.print = has(r, FINGERPRINT) and string.sub(head, 65, 96) or ''
    if has(r, FINGERPRINT) and #r.print < 32 then
        return nil, 2
    end
    return r, 0
end

-- The record, or nil with 0 when the key is missing, or nil with the reason why it is none.
local function load()
    local head = redis.pcall('GETRANGE', KEY, 0, 95)
    if type(head) == 'table' then
        if string.sub(head.err, 1, 9) ~= 'WRONGTYPE' then
            redis.call('GETRANGE', KEY, 0, 95)
        end
        return nil, 1
    end
    if #head >= 64 then
        return parse(head)
    end
    return nil, (#head == 0 and redis.call('EXISTS', KEY) == 0) and 0 or 2
end

local function foreign(defect)
    return struct.pack('>BB', FOREIGN, defect)
end

local function header(r)
    return struct.pack(LAYOUT, 0xB76B, 1, r.state, r.flags, r.attempts, r.fence, r.lease, r.fresh, r.hard, r.stamp,
        r.token)
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

-- Overwrites the header of an existing key. The expiry goes first: it passes on a full server and lets the rest pass.
local function patch(r, span)
    redis.call('PEXPIRE', KEY, life(span))
    redis.call('SETRANGE', KEY, 0, header(r))
end

-- Replaces an existing key, on a full server too.
local function replace(bytes, span)
    redis.call('PEXPIRE', KEY, life(span))
    redis.call('SET', KEY, bytes, 'PX', life(span))
end
