-- Decides about a claim of unknown outcome or a parked one.
-- KEYS[1] the record
-- ARGV[1] token of the decision, 16 bytes
-- ARGV[2] >I8BI8I8c8: expected fence, with result 0/1, fresh ms, hard ms (without result: retention ms), stamp
-- ARGV[3] payload, empty without result
-- Reply: 1 resolved | 2 stale | 3 missing | 127 reason
-- Java twin: ResolveTransition
local fence, with, fresh, span, stamp = struct.unpack('>I8BI8I8c8', ARGV[2])
local now = clock(3)
local old, defect = load()
if defect > 0 then
    return foreign(defect)
end
if not old then
    return struct.pack('>B', 3)
end
local target = with == 1 and DONE or FAILED
if old[FENCE] == fence and old[STATE] == target and old[TOKEN] == ARGV[1] then
    return struct.pack('>B', 1)
end
if spent(old, now) then
    return struct.pack('>B', 3)
end
if old[FENCE] ~= fence or (old[STATE] ~= UNKNOWN and old[STATE] ~= PARKED) then
    return struct.pack('>B', 2)
end
old[STATE], old[TOKEN], old[LEASE] = target, ARGV[1], 0
local rest = with == 1 and ARGV[3] or notes(old)
old[FLAGS] = bit.band(old[FLAGS], FINGERPRINT + (with == 1 and 0 or NOTES)) + (with == 1 and VALUE or 0)
if with == 1 then
    old[FRESH], old[HARD], old[STAMPED] = now + fresh * 1000, now + span * 1000, stamp
else
    old[ATTEMPTS], old[FRESH], old[HARD], old[STAMPED] = 0, 0, 0, NO_STAMP
end
replace(header(old) .. old[PRINT] .. rest, span)
return struct.pack('>B', 1)
