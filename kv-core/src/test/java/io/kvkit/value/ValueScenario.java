package io.kvkit.value;

import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Scenario;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Conditional changes of values that are numbers, nearly numbers, or anything. */
final class ValueScenario implements Scenario {

    private static final String[] TEXTS = {
        "0",
        "1",
        "-1",
        "-0",
        "+1",
        "01",
        " 1",
        "1 ",
        "",
        "abc",
        "1.0",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999"
    };
    private static final long[] STEPS = {
        0, 1, -1, 9_007_199_254_740_993L, Long.MAX_VALUE, Long.MIN_VALUE, -9_007_199_254_740_993L
    };
    private static final long[] LIVES = {3_600_000, 7_200_001, 3_155_760_000_000L};

    @Override
    public Transition<?> next(RandomGenerator random, byte @Nullable [] present, long nowMicros) {
        return switch (random.nextInt(6)) {
            case 0 -> Values.setIfAbsent(value(random), life(random));
            case 1 -> Values.compareAndSet(expected(random, present), value(random), lifeOrKeep(random));
            case 2 -> Values.compareAndDelete(expected(random, present));
            case 3 -> Values.expire(life(random));
            default -> Values.increment(STEPS[random.nextInt(STEPS.length)], life(random));
        };
    }

    @Override
    public long advance(RandomGenerator random, byte @Nullable [] present, long nowMicros) {
        return random.nextInt(10) == 0 ? random.nextLong(2) * 3_600_000_000L : 0;
    }

    @Override
    public byte @Nullable [] intrusion(RandomGenerator random, byte @Nullable [] present) {
        return random.nextInt(8) == 0 ? value(random) : null;
    }

    private static byte[] expected(RandomGenerator random, byte @Nullable [] present) {
        return present == null || random.nextInt(3) == 0 ? value(random) : present;
    }

    private static byte[] value(RandomGenerator random) {
        if (random.nextInt(4) > 0) {
            return TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_8);
        }
        byte[] value = new byte[random.nextInt(30)];
        random.nextBytes(value);
        return value;
    }

    private static Ttl life(RandomGenerator random) {
        return random.nextInt(3) == 0 ? Ttl.NONE : Ttl.ofMillis(LIVES[random.nextInt(LIVES.length)]);
    }

    private static Ttl lifeOrKeep(RandomGenerator random) {
        return random.nextInt(3) == 0 ? Ttl.KEEP : life(random);
    }
}
