-- Ends a claim whose record is as it was begun, which is what most completions find. It writes what complete.lua would
-- write, without the functions of record.lua, and leaves everything else to it.
-- KEYS, ARGV, reply: those of complete.lua
local BEGUN, BEGUN_WITH_PRINT, REFRESHED = 640, 130, 141
local RESULT, RESULT_WITH_PRINT = 513, 3

local function finish()
    local fresh, hard, stamp, mode = struct.unpack('>I8I8c8B', ARGV[3])
    local bytes = mode < 2 and fresh == hard and stamp == NO_STAMP and redis.pcall('GETRANGE', KEYS[1], '0', '83')
    if type(bytes) ~= 'string' or #bytes < 52 then
        return
    end
    local sum, version, state, flags, fence, old_hard, token, attempts, lease, old_fresh =
        struct.unpack('>I2BBI2I7I7c16I2I7I7', bytes)
    local print = ARGV[2]
    if flags == BEGUN_WITH_PRINT and #bytes == 84 then
        print = string.sub(bytes, 53)
    elseif flags ~= BEGUN and flags ~= REFRESHED then
        return
    end
    if version ~= 2 or state ~= PROCESSING or token ~= ARGV[1] or attempts ~= 1 or sum ~= check(bytes, 3, 52)
        or fence >= EXACT or old_hard >= EXACT or lease >= EXACT or old_fresh >= EXACT then
        return
    end
    local till = clock(4) + hard * 1000
    local head = struct.pack(HEAD, 2, DONE, #print > 0 and RESULT_WITH_PRINT or RESULT, fence, till, token)
    local bytes = struct.pack('>I2', check(head, 1, 34)) .. head .. print .. ARGV[4]
    return not redis.pcall('SET', KEYS[1], bytes, 'PX', math.min(hard + 1000, MAX_SPAN)).err and '\1'
end

local reply = finish()
if reply then
    return reply
end
