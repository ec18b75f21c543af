-- Keys: 1 = the number, as decimal text. Arguments: 1 = what to add, as decimal text, 2 = the life of a new key in ms,
-- 0 for no expiry.
-- Reply: byte 1 and the new number as decimal text; byte 0 when the value is no 64-bit number or the sum is none.
-- The number never becomes a Lua number, which is exact to 2^53 only. Java twin: Increment.
local new = redis.call('EXISTS', KEYS[1]) == 0
local sum = redis.pcall('INCRBY', KEYS[1], ARGV[1])
if type(sum) == 'table' then
    if string.find(sum.err, 'not an integer', 1, true) or string.find(sum.err, 'would overflow', 1, true) then
        return '\0'
    end
    return sum
end
if new and tonumber(ARGV[2]) > 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return '\1' .. redis.call('GET', KEYS[1])
