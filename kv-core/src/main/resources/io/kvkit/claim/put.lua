-- Writes a value whatever the key holds, and voids any claim.
-- KEYS[1] the record
-- ARGV[1] >I8I8c8: fresh ms, hard ms, stamp
-- ARGV[2] payload
-- Reply: fence(8)
-- Java twin: PutTransition
local fresh, hard, stamp = struct.unpack('>I8I8c8', ARGV[1])
local now = clock(2)
local old, defect = load()
local r = {
    state = DONE, flags = VALUE, attempts = 1, fence = math.max((old and old.fence or 0) + 1, now), lease = 0,
    fresh = now + fresh * 1000, hard = now + hard * 1000, stamp = stamp, token = NOBODY
}
if old or defect > 0 then
    replace(header(r) .. ARGV[2], hard)
else
    redis.call('SET', KEY, header(r) .. ARGV[2], 'PX', life(hard))
end
return struct.pack('>I8', r.fence)
