-- The records of many keys in one value. It gives a script one of them as if that were the value of its key.
-- KEYS[1] the shard
-- ARGV[1] >c16B: digest of the key of the record, number of arguments that follow, which are those of the script
-- Value: magic 4, number of buckets 2, buckets in the order of their ends (end 8, number of marks 4, marks), open records
--        (digest 16, expiry 8, length 4, bytes). A mark (digest 16, tag 4) stands for a record that only says that
--        something is done. It lives until the end of its bucket; the tag is the end of the owner's token.
-- Reply: that of the script
-- Java twins: ShardTransition, Shard, Bucket, Mark
local FOREIGN, EXACT, MAX_SPAN = 127, 9007199254740992, 3155760000000
local EMPTY, MAGIC = 'kvS\1\0\0', 'kvS\1'
local NO_OWNER = '\0\0\0\0\0\0\0\0\0\0\0\0'
local DONE, VALUE, MARK_FLAGS, OTHER_FLAGS, PROGRESS = 2, 1, 513, 1407, 128
local OPEN, BUCKET, LENGTH = '>c16I8I4', '>I8I4', 20
local server, shard = redis, KEYS[1]
local digest, arguments = struct.unpack('>c16B', table.remove(ARGV, 1))
local now = tonumber(ARGV[arguments + 1])
if not now then
    local time = server.call('TIME')
    now = time[1] * 1000000 + time[2]
    ARGV[arguments + 1] = now
end

local bytes = server.pcall('GET', shard)
if type(bytes) == 'table' then
    if string.sub(bytes.err, 1, 9) ~= 'WRONGTYPE' then
        server.call('GET', shard)
    end
    return struct.pack('>BB', FOREIGN, 1)
end
local is_present = bytes
bytes = bytes or EMPTY
local size = #bytes
if size < 6 or string.sub(bytes, 1, 4) ~= MAGIC then
    return struct.pack('>BB', FOREIGN, 4)
end

-- The buckets: where the first one is that still lives, when the last one ends, and the mark of the digest. What is found
-- across two marks is none.
local at, count = 7, struct.unpack('>I2', bytes, 5)
local found, first, live, final = string.find(bytes, digest, at, true), nil, 0, 0
local mark, mark_bucket, mark_end
for _ = 1, count do
    local till, marks, from = 0, 0, 0
    if at + 11 <= size then
        till, marks, from = struct.unpack(BUCKET, bytes, at)
    end
    local next = from + LENGTH * marks
    if till >= EXACT or till <= final or marks == 0 or next > size + 1 then
        return struct.pack('>BB', FOREIGN, 4)
    end
    while found and (found < from or (found < next and (found - from) % LENGTH > 0)) do
        found = string.find(bytes, digest, found + 1, true)
    end
    if till > now then
        first, live = first or at, live + 1
        if found and found < next and not mark then
            mark, mark_bucket, mark_end = found, at, till
        end
    end
    final, at = till, next
end
first = first or at

-- The open records: that of the digest, and the others that still live, before and behind it.
local stop = at - 1
local record, expiry, record_at, before, behind, last = nil, 0, nil, '', '', 0
local is_whole = live == count
while at <= size do
    local till, length, name, start = EXACT, 0, nil, 0
    if at + 27 <= size then
        name, till, length, start = struct.unpack(OPEN, bytes, at)
    end
    local next = start + length
    if till >= EXACT or next - 1 > size then
        return struct.pack('>BB', FOREIGN, 4)
    end
    if till <= now then
        is_whole = false
    elseif name == digest then
        record, expiry, record_at = string.sub(bytes, start, next - 1), till, at
    else
        last = math.max(last, till)
        if record then
            behind = behind .. string.sub(bytes, at, next - 1)
        else
            before = before .. string.sub(bytes, at, next - 1)
        end
    end
    at = next
end

-- The record that a mark stands for. A caller whose token ends with the tag is taken for its owner.
if mark and not record then
    local tag, token = string.sub(bytes, mark + 16, mark + 19), ARGV[1]
    local owner = #token == 16 and string.sub(token, 13) == tag and token or NO_OWNER .. tag
    local head = struct.pack('>BBI2I7I7c16', 2, DONE, MARK_FLAGS, struct.unpack('>I4', tag) + 1, mark_end, owner)
    local v, a, b, c, d, e, f, g, h = struct.unpack('>I2I4I4I4I4I4I4I4I4', head)
    local sum = 0xB76B + v + 2 * a + 3 * b + 4 * c + 5 * d + 6 * e + 7 * f + 8 * g + 9 * h
    record, expiry = struct.pack('>I2', sum % 65521) .. head, mark_end
end

local record_length = record and #record

-- What the script makes of the record. A step that must pass on a full server shows that by its commands.
local is_changed, is_forced = false, false
local function write(bytes, millis)
    is_changed, record = true, bytes
    expiry = millis and now + millis * 1000 or expiry
end
local function call(command, _, value, other, millis, option)
    if command == 'GETRANGE' then
        other = tonumber(other)
        return string.sub(record or '', value + 1, other < 0 and other or other + 1)
    elseif command == 'SET' then
        if option and record then
            return false
        end
        write(value, millis)
        return { ok = 'OK' }
    elseif command == 'SETRANGE' then
        write(other .. string.sub(record, #other + 1))
    elseif command == 'PEXPIRE' then
        is_forced = true
        write(record, value)
    elseif command == 'EXISTS' then
        return record and 1 or 0
    elseif command == 'DEL' and record then
        is_forced = true
        write(nil)
        return 1
    end
    return 0
end
local redis = {
    call = call,
    pcall = function(command, key, value, other, millis, option)
        is_forced = is_forced or (command == 'SET' and not option)
        return call(command, key, value, other, millis, option)
    end
}
local function run()
-- script
end
local reply = run()
if not is_changed then
    return reply
end

-- The end of the bucket, if a mark can stand for the record: at most an eighth of the time that is left too late, and that
-- of its present bucket if its end is the same.
local till, open = nil, ''
if record then
    local state, flags, _, hard = 0, 0, 0, 0
    if #record >= 36 then
        state, flags, _, hard = struct.unpack('>BI2I7I7', record, 4)
    end
    local has_progress = bit.band(flags, PROGRESS) > 0
    if state == DONE and bit.band(flags, OTHER_FLAGS) == VALUE and hard > now and #record == (has_progress and 52 or 36)
        and not (has_progress and struct.unpack('>I7', record, 46) ~= hard) then
        local width = mark and hard == mark_end and 1 or math.max(1, math.floor((hard - now) / 8))
        till = hard + (width - hard % width) % width
    else
        last = math.max(last, expiry)
        open = struct.pack('>c16I8I4', digest, expiry, #record) .. record
    end
end
local function life()
    return math.min(math.floor((math.max(last, final) - now + 999) / 1000) + 1000, MAX_SPAN)
end

-- Few bytes go to replicas if the rest stays where it is: a new open record, or another one of the same length.
if is_present and is_whole and not mark and #open > 0 then
    if not record_at then
        server.call('APPEND', shard, open)
        server.call('PEXPIRE', shard, life())
        return reply
    elseif #record == record_length then
        server.call('PEXPIRE', shard, life())
        server.call('SETRANGE', shard, record_at - 1, open)
        return reply
    end
end

-- The buckets without the mark that was there.
if mark then
    local ends, marks, from = struct.unpack(BUCKET, bytes, mark_bucket)
    local next = from + LENGTH * marks
    local rest = string.sub(bytes, from, mark - 1) .. string.sub(bytes, mark + LENGTH, next - 1)
    if #rest > 0 then
        rest = struct.pack(BUCKET, ends, marks - 1) .. rest
    else
        live = live - 1
    end
    if #rest == 0 and next > stop then
        -- The bucket before is the last one now.
        final, at = 0, first
        while at < mark_bucket do
            final, marks, at = struct.unpack(BUCKET, bytes, at)
            at = at + LENGTH * marks
        end
    end
    bytes = string.sub(bytes, first, mark_bucket - 1) .. rest .. string.sub(bytes, next, stop)
    first, stop = 1, #bytes
end

-- The buckets with the mark that is to be there.
local body
if till then
    local from, ends, marks, next = first, 0, 0, first
    while from <= stop do
        ends, marks, next = struct.unpack(BUCKET, bytes, from)
        if ends >= till then
            break
        end
        from = next + LENGTH * marks
    end
    local added = digest .. string.sub(record, 33, 36)
    if ends == till then
        local to = next + LENGTH * marks
        body = string.sub(bytes, first, from - 1) .. struct.pack(BUCKET, till, marks + 1)
            .. string.sub(bytes, next, to - 1) .. added .. string.sub(bytes, to, stop)
    else
        live = live + 1
        body = string.sub(bytes, first, from - 1) .. struct.pack(BUCKET, till, 1) .. added
            .. string.sub(bytes, from, stop)
    end
    final = math.max(final, till)
else
    body = string.sub(bytes, first, stop)
end

local value = MAGIC .. struct.pack('>I2', live) .. body .. before .. open .. behind
if #value == 6 then
    server.call('DEL', shard)
elseif not (is_present and is_forced) then
    server.call('SET', shard, value, 'PX', life())
elseif server.pcall('SET', shard, value, 'PX', life()).err then
    server.call('PEXPIRE', shard, life())
    server.call('SET', shard, value, 'PX', life())
end
return reply
