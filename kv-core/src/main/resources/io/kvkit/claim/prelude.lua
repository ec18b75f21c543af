-- The record of io.kvkit.claim.ClaimRecord, read and written by every script of this package.
-- Java twins: ClaimRecord, HeaderCheck.
-- Times are microseconds since the epoch, spans milliseconds; all numbers stay below 2^53.
-- A server makes the functions of a script anew in each call, and binds them to each local name around them that they use.
-- So the common cases come before most functions, and a function takes what it needs as an argument.

-- The fields of a record, which is a list: a table with names takes the server several times as long.
local STATE, FLAGS, FENCE, HARD, TOKEN, ATTEMPTS, LEASE, FRESH = 1, 2, 3, 4, 5, 6, 7, 8
local STAMPED, PRINT, LENGTH, BYTES = 9, 10, 11, 12
local PROCESSING, DONE, FAILED, UNKNOWN, PARKED = 1, 2, 3, 4, 5
local VALUE, FINGERPRINT, RECREATED, RELEASED, REPLACED, PROGRESS, STAMP = 1, 2, 16, 32, 64, 128, 256
local FIELDS, PARITY, NOTES, ABOVE_FLAGS = 386, 512, 1024, 2048
local FOREIGN = 127
local LAST_READ = '1023'
local NOBODY = '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
local NO_STAMP = '\0\0\0\0\0\0\0\0'
local HEAD = '>BBI2I7I7c16'
local PROGRESS_PART = '>I2I7I7'
local HEAD_WITH_PROGRESS = '>BBI2I7I7c16I2I7I7'
local WORDS = '>I2I4I4I4I4I4I4I4I4'
local EXACT = 9007199254740992
local MAX_SPAN = 3155760000000

-- The time: the argument after the last one, which only tests give, or that of the server.
local function clock(arguments)
    local given = ARGV[arguments + 1]
    if given then
        return tonumber(given)
    end
    local time = redis.call('TIME')
    return time[1] * 1000000 + time[2]
end

-- The magic number and the words of a header, weighted by their place, modulo a prime: no flipped bit leaves it as it is.
-- The words begin behind the check itself, and the header ends before the last position.
local function check(bytes, at, last)
    local v, a, b, c, d, e, f, g, h, next = struct.unpack(WORDS, bytes, at)
    local sum, weight = 0xB76B + v + 2 * a + 3 * b + 4 * c + 5 * d + 6 * e + 7 * f + 8 * g + 9 * h, 10
    while next < last do
        a, b, next = struct.unpack('>I4I4', bytes, next)
        sum, weight = sum + weight * a + (weight + 1) * b, weight + 2
    end
    return sum % 65521
end
