-- Keys: 1 = the value. Arguments: none.
-- Reply: byte 0 when the key is missing; byte 1 when it does not expire; byte 2 and the life that is left in ms as 8
-- bytes, at least 1. Java twin: TimeLeft.
local left = redis.call('PTTL', KEYS[1])
if left == -2 then
    return '\0'
end
if left == -1 then
    return '\1'
end
return '\2' .. struct.pack('>I8', math.max(1, left))
