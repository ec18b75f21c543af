-- Keys: 1 = the value. Arguments: 1 = the expected value.
-- Reply: byte 1 when the key was removed, byte 0 when another value or none is there. Java twin: CompareAndDelete.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
    return '\0'
end
redis.call('DEL', KEYS[1])
return '\1'
