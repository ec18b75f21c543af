-- Gives up a claim: a value that is still valid is there again, otherwise the next caller may retry.
-- KEYS[1] the record
-- ARGV[1] token, 16 bytes
-- ARGV[2] >I8: retention ms
-- Reply: 1 released | 2 stale | 3 missing | 127 reason
-- Java twin: FailTransition
local retention = struct.unpack('>I8', ARGV[2])
local now = clock(2)
local old, defect = load()
if defect > 0 then
    return foreign(defect)
end
if not old then
    return struct.pack('>B', 3)
end
if old.token == ARGV[1] then
    if old.state == FAILED or (old.state == DONE and has(old, RELEASED)) then
        return struct.pack('>B', 1)
    end
    if old.state == PROCESSING then
        old.lease = 0
        if valid(old, now) then
            old.state = DONE
            old.flags = VALUE + RELEASED + bit.band(old.flags, FIELDS)
            patch(old, left(now, old.hard))
        else
            old.state = FAILED
            old.flags = bit.band(old.flags, FINGERPRINT)
            old.fresh, old.hard, old.stamp = 0, 0, NO_STAMP
            replace(header(old) .. old.print, retention)
        end
        return struct.pack('>B', 1)
    end
end
return struct.pack('>B', spent(old, now) and 3 or 2)
