package io.kvkit.tck;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kvkit.store.Script;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A script that tells, besides its reply, what cannot be seen to the microsecond from outside: which time it read, and
 * which life it gave its key.
 */
record TellingScript(String source) {

    private static final String SCRIPT = """
        local server, seconds, micros, life = redis, '', '', ''
        local function telling(run)
            return function(...)
                local what, _, given, option, expiry = ...
                local result = run(...)
                if type(result) == 'table' and result.err then
                    return result
                elseif what == 'TIME' then
                    seconds, micros = result[1], result[2]
                elseif what == 'PEXPIRE' then
                    life = given
                elseif what == 'SET' then
                    life = result and option == 'PX' and expiry or result and '' or life
                end
                return result
            end
        end
        local redis = { call = telling(server.call), pcall = telling(server.pcall), sha1hex = server.sha1hex }
        local function script()
        %s
        end
        local reply = script()
        return { reply, seconds, micros, type(life) == 'number' and string.format('%%.0f', life) or life }
        """;

    static TellingScript of(Script script) {
        return new TellingScript(SCRIPT.formatted(script.source()));
    }

    /**
     * What it told.
     *
     * @param micros the time that it read; none if it read none
     * @param lifeMillis the life that it gave its key; none if it gave none
     */
    record Told(byte[] reply, OptionalLong micros, OptionalLong lifeMillis) {

        static Told read(List<?> parts) {
            OptionalLong seconds = number(parts.get(1));
            OptionalLong micros = seconds.isEmpty()
                    ? seconds
                    : OptionalLong.of(seconds.getAsLong() * 1_000_000
                            + number(parts.get(2)).orElseThrow());
            return new Told((byte[]) parts.get(0), micros, number(parts.get(3)));
        }

        private static OptionalLong number(Object text) {
            return Optional.of(new String((byte[]) text, US_ASCII)).filter(digits -> !digits.isEmpty()).stream()
                    .mapToLong(Long::parseLong)
                    .findFirst();
        }
    }
}
