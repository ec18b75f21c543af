-- Keys: 1 = the value. Arguments: 1 = the expected value, 2 = the new value, 3 = its life in ms, 0 for no expiry, -1 to
-- keep the expiry.
-- Reply: byte 1 when the value was replaced, byte 0 when another value or none is there. Java twin: CompareAndSet.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
    return '\0'
end
local life = tonumber(ARGV[3])
if life > 0 then
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
elseif life < 0 then
    redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
else
    redis.call('SET', KEYS[1], ARGV[2])
end
return '\1'
