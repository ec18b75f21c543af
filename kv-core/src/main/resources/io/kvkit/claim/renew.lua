-- Extends the lease of a claim; never creates one.
-- KEYS[1] the record
-- ARGV[1] token, 16 bytes
-- ARGV[2] >I8I8: lease ms, retention ms
-- Reply: 0 lost | 1 renewed | 127 reason
-- Java twin: RenewTransition
local lease, retention = struct.unpack('>I8I8', ARGV[2])
local now = clock(2)
local old, defect = load()
if defect > 0 then
    return foreign(defect)
end
if not old or old[STATE] ~= PROCESSING or old[TOKEN] ~= ARGV[1] then
    return struct.pack('>B', 0)
end
local span = valid(old, now) and left(now, old[HARD]) or retention
old[LEASE] = now + lease * 1000
patch(old, math.max(lease, span))
return struct.pack('>B', 1)
