-- Extends the lease of a claim and leaves notes about its work, which outlive the claim. Notes only grow: shorter ones than
-- the present ones are late, and are dropped.
-- KEYS[1] the record
-- ARGV[1] token, 16 bytes
-- ARGV[2] >I8I8: lease ms, retention ms
-- ARGV[3] notes
-- Reply: 0 lost | 1 noted | 127 reason
-- Java twin: NoteTransition
local lease, retention = struct.unpack('>I8I8', ARGV[2])
local now = clock(3)
local old, defect = load()
if defect > 0 then
    return foreign(defect)
end
-- A value that the claim keeps is where notes would be.
if not old or old[STATE] ~= PROCESSING or old[TOKEN] ~= ARGV[1] or has(old, VALUE) then
    return struct.pack('>B', 0)
end
old[LEASE] = now + lease * 1000
local present = notes(old)
local kept = #present > #ARGV[3] and present or ARGV[3]
old[FLAGS] = bit.bor(old[FLAGS], NOTES)
replace(header(old) .. old[PRINT] .. kept, math.max(lease, retention))
return struct.pack('>B', 1)
