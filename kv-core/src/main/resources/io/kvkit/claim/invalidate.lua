-- Deletes value and claim together, whatever the key holds.
-- KEYS[1] the record
-- ARGV[1] the header that must still be there, or empty
-- Reply: 0 nothing deleted | 1 deleted
-- Java twin: InvalidateTransition
if #ARGV[1] > 0 and redis.pcall('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then
    return struct.pack('>B', 0)
end
return struct.pack('>B', redis.call('DEL', KEYS[1]))
