-- Keys: 1 = the value. Arguments: 1 = its life from now on in ms, 0 for no expiry.
-- Reply: byte 1 when the key exists, byte 0 when it does not. Java twin: Expire.
if redis.call('EXISTS', KEYS[1]) == 0 then
    return '\0'
end
if tonumber(ARGV[1]) > 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
else
    redis.call('PERSIST', KEYS[1])
end
return '\1'
