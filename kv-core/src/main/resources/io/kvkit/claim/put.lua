-- Writes a value whatever the key holds, and voids any claim.
-- KEYS[1] the record
-- ARGV[1] >I8I8c8: fresh ms, hard ms, stamp
-- ARGV[2] payload
-- Reply: fence(8)
-- Java twin: PutTransition
local fresh, hard, stamp = struct.unpack('>I8I8c8', ARGV[1])
local now = clock(2)
local old, defect = load()
local fence = math.max((old and old[FENCE] or 0) + 1, now)
local head = header({ DONE, VALUE, fence, now + hard * 1000, NOBODY, 1, 0, now + fresh * 1000, stamp })
if old or defect > 0 then
    replace(head .. ARGV[2], hard)
else
    redis.call('SET', KEYS[1], head .. ARGV[2], 'PX', life(hard))
end
return struct.pack('>I8', fence)
