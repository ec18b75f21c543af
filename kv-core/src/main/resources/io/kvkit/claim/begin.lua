-- Claims a key that is missing, without the functions of record.lua. It leaves everything else to claim.lua.
-- KEYS, ARGV, reply: those of claim.lua
local BEGUN, BEGUN_WITH_PRINT, OVERWRITE = 640, 130, 2

local bytes = redis.pcall('GETRANGE', KEYS[1], '0', LAST_READ)

local function begin(token, print, policy)
    local lease, retention, _, mode = struct.unpack('>I8I8I2B', policy)
    if mode == OVERWRITE then
        return
    end
    local now = clock(3)
    local fence, till, flags = math.max(1, now), now + lease * 1000, #print > 0 and BEGUN_WITH_PRINT or BEGUN
    local head = struct.pack(HEAD_WITH_PROGRESS, 2, PROCESSING, flags, fence, 0, token, 1, till, 0)
    local record = struct.pack('>I2', check(head, 1, 50)) .. head .. print
    local life = math.min(math.max(lease, retention) + 1000, MAX_SPAN)
    -- It is not missing if it holds an empty text.
    return redis.call('SET', KEYS[1], record, 'PX', life, 'NX') and struct.pack('>BBBI2I8I8', 1, 0, 0, 1, fence, till)
end

local reply = bytes == '' and begin(ARGV[1], ARGV[2], ARGV[3])
if reply then
    return reply
end
