-- Reads the record of the tags of one cache, creates it, or marks tags as changed.
-- KEYS[1] the record: >I2B magic, version; >I7I7 base, last; then the tags, oldest change first: c8 tag, >I7 changed;
--         at the end the check, the first 8 bytes of the SHA-1 of the key and all before it
-- ARGV[1] >BI7: what happens (0 read, 1 change tags, 2 change everything), how long results live at most, in microseconds
-- ARGV[2] the tags, 8 bytes each
-- Reply: the record
-- Numbers are microseconds of the server's clock, but grow in any case; all stay below 2^53. Java twin: TagTransition.
local KEY, HEAD, TAG, CHECK = KEYS[1], 17, 15, 8
local EXACT, MOST, KEEP = 9007199254740992, 1024, 2592000000
local what, life = struct.unpack('>BI7', ARGV[1])
local now
if ARGV[3] then
    now = tonumber(ARGV[3])
else
    local time = redis.call('TIME')
    now = time[1] * 1000000 + time[2]
end

local function check(bytes)
    return (string.gsub(string.sub(redis.sha1hex(KEY .. bytes), 1, 2 * CHECK), '..', function(hex)
        return string.char(tonumber(hex, 16))
    end))
end

local text = redis.pcall('GET', KEY)
local base, last, tags
if type(text) == 'string' and #text >= HEAD + CHECK and (#text - HEAD - CHECK) % TAG == 0 then
    local magic, version
    magic, version, base, last = struct.unpack('>I2BI7I7', text)
    local checked = string.sub(text, 1, -CHECK - 1)
    if magic == 0xB76C and version == 2 and base <= last and last < EXACT
        and check(checked) == string.sub(text, -CHECK) then
        tags = string.sub(checked, HEAD + 1)
    end
elseif type(text) == 'table' and string.sub(text.err, 1, 9) ~= 'WRONGTYPE' then
    return text
end
if tags and what == 0 then
    return text
end
if not tags then
    base, last, tags = now, now, ''
end

if what > 0 then
    last = math.min(EXACT - 1, math.max(last + 1, now))
end
if what == 2 then
    base, tags = last, ''
elseif what == 1 then
    local changed, kept = {}, {}
    for at = 1, #ARGV[2], 8 do
        changed[string.sub(ARGV[2], at, at + 7)] = true
    end
    for at = 1, #tags, TAG do
        if not changed[string.sub(tags, at, at + 7)]
            and struct.unpack('>I7', tags, at + 8) + life >= now then
            kept[#kept + 1] = string.sub(tags, at, at + TAG - 1)
        end
    end
    for at = 1, #ARGV[2], 8 do
        local tag = string.sub(ARGV[2], at, at + 7)
        if changed[tag] then
            changed[tag] = nil
            kept[#kept + 1] = tag .. struct.pack('>I7', last)
        end
    end
    local over = #kept - MOST
    if over > 0 then
        base = math.max(base, (struct.unpack('>I7', kept[over], 9)))
    end
    tags = table.concat(kept, '', math.max(1, over + 1))
end

local record = struct.pack('>I2BI7I7', 0xB76C, 2, base, last) .. tags
record = record .. check(record)
redis.call('SET', KEY, record, 'PX', math.max(KEEP, math.floor(life / 1000)))
return record
