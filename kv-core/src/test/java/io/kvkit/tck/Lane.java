package io.kvkit.tck;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Step;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Differential.Time;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One key of a {@link Differential} run: its model, its virtual time and its random source. */
final class Lane {

    static final long MISSING = -2;
    private static final long NO_EXPIRY = -1;
    private static final long LONG_LIFE_MILLIS = 3_600_000;
    private static final byte[] LONG_LIFE = Long.toString(LONG_LIFE_MILLIS).getBytes(US_ASCII);
    private static final byte[] PROLONG = """
        local left = redis.call('PTTL', KEYS[1])
        if left >= 0 and left < tonumber(ARGV[1]) then
            redis.call('PEXPIRE', KEYS[1], ARGV[1])
        end
        return redis.status_reply('OK')
        """.getBytes(US_ASCII);

    final Key name;
    final byte[] key;
    final SplittableRandom random;
    long now = VirtualTime.START_MICROS;

    @Nullable
    Entry entry;

    Lane(Key name, SplittableRandom random) {
        this.name = name;
        this.key = name.text().getBytes(StandardCharsets.UTF_8);
        this.random = random;
    }

    byte @Nullable [] value() {
        return entry == null ? null : entry.value();
    }

    void move(Scenario scenario, Time time, RedisAsyncCommands<byte[], byte[]> commands) {
        if (time == Time.GIVEN) {
            now = Math.max(1, now + scenario.advance(random, value(), now));
        }
        if (entry != null && entry.expiresAtMicros() <= now) {
            entry = null;
            commands.del(key);
        }
        byte[] intrusion = scenario.intrusion(random, value());
        if (intrusion != null) {
            entry = new Entry(intrusion, Entry.NEVER);
            commands.set(key, intrusion);
        }
    }

    /** Gives the key the life that it has in virtual time, or longer, so that it does not end during the run. */
    void prolong(RedisAsyncCommands<byte[], byte[]> commands) {
        if (entry != null && entry.expiresAtMicros() != Entry.NEVER) {
            commands.pexpire(key, physical(leftMillis(entry)));
        }
    }

    /** Gives the key a longer life if it has a short one, whatever it holds by now. */
    void prolongWhatIsThere(RedisAsyncCommands<byte[], byte[]> commands) {
        commands.eval(PROLONG, ScriptOutputType.STATUS, new byte[][] {key}, LONG_LIFE);
    }

    private static long physical(long leftMillis) {
        return Math.max(LONG_LIFE_MILLIS, leftMillis);
    }

    private long leftMillis(Entry held) {
        return Math.floorDiv(held.expiresAtMicros() - now + 999, 1_000);
    }

    /** The life that a step gives its key, in milliseconds; none if it gives none. */
    static OptionalLong lifeGivenBy(Step step) {
        Ttl ttl = step instanceof Step.Put put ? put.ttl() : step instanceof Step.Patch patch ? patch.ttl() : Ttl.NONE;
        return ttl.expires() ? OptionalLong.of(ttl.millis()) : OptionalLong.empty();
    }

    /** Changes the model; the TTL that the server should tell now, in milliseconds. */
    long carryOut(Step step) {
        if (step instanceof Step.Put put) {
            return write(put.value(), put.ttl());
        }
        if (step instanceof Step.Patch patch) {
            byte[] patched = requireEntry().value().clone();
            System.arraycopy(patch.header(), 0, patched, 0, patch.header().length);
            return write(patched, patch.ttl());
        }
        if (step instanceof Step.Delete) {
            entry = null;
        }
        return entry == null ? MISSING : keptTtl(entry);
    }

    private Entry requireEntry() {
        if (entry == null) {
            throw new AssertionError("A transition patches a key that does not exist");
        }
        return entry;
    }

    private long write(byte[] value, Ttl ttl) {
        long expires = ttl.expires() ? now + ttl.millis() * 1_000 : Entry.NEVER;
        if (ttl.equals(Ttl.KEEP) && entry != null) {
            expires = entry.expiresAtMicros();
        }
        entry = new Entry(value, expires);
        return ttl.expires() ? ttl.millis() : keptTtl(entry);
    }

    private long keptTtl(Entry held) {
        return held.expiresAtMicros() == Entry.NEVER ? NO_EXPIRY : physical(leftMillis(held));
    }

    /** Writes the present value again. */
    void restore(RedisAsyncCommands<byte[], byte[]> commands) {
        commands.set(key, requireEntry().value());
        prolong(commands);
    }

    /** Whether the server may have told a life, so many milliseconds at most after it was given. */
    static boolean isSameTtl(long found, long expected, long after) {
        return found == expected || (expected > 0 && found >= 0 && found <= expected && found >= expected - after);
    }
}
