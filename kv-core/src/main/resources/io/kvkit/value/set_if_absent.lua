-- Keys: 1 = the value. Arguments: 1 = the new value, 2 = its life in ms, 0 for no expiry.
-- Reply: byte 1 when the value was written; byte 0 and the value that is there when it was not.
-- Java twin: SetIfAbsent.
local held = redis.call('GET', KEYS[1])
if held then
    return '\0' .. held
end
if tonumber(ARGV[2]) > 0 then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
else
    redis.call('SET', KEYS[1], ARGV[1])
end
return '\1'
