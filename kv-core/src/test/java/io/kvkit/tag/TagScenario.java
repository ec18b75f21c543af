package io.kvkit.tag;

import io.kvkit.store.Key;
import io.kvkit.store.Transition;
import io.kvkit.tck.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Changes of few and of very many tags, with foreign records between them. */
final class TagScenario implements Scenario {

    private static final long[] LIVES = {0, 1, 60_000, 3_155_760_000_000L};

    @Override
    public Transition<?> next(RandomGenerator random, byte @Nullable [] present, long nowMicros) {
        throw new UnsupportedOperationException("The check of a record depends on its key");
    }

    @Override
    public Transition<?> next(Key key, RandomGenerator random, byte @Nullable [] present, long nowMicros) {
        long life = LIVES[random.nextInt(LIVES.length)];
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> Tags.read(key, life);
            case 3 -> Tags.changeAll(key, life);
            case 4 -> Tags.change(key, tags(random, 700, 5_000), LIVES[3]);
            default -> Tags.change(key, tags(random, 4, 12), life);
        };
    }

    private static List<String> tags(RandomGenerator random, int most, int different) {
        List<String> tags = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            tags.add("tag-" + random.nextInt(different));
        }
        return tags;
    }

    @Override
    public long advance(RandomGenerator random, byte @Nullable [] present, long nowMicros) {
        return switch (random.nextInt(8)) {
            case 0 -> 1_000;
            case 1 -> 60_000_000;
            case 2 -> -30_000_000;
            case 3 -> random.nextInt(100);
            default -> 0;
        };
    }

    @Override
    public byte @Nullable [] intrusion(RandomGenerator random, byte @Nullable [] present) {
        if (present == null || present.length == 0 || random.nextInt(20) > 0) {
            return null;
        }
        byte[] damaged = present.clone();
        damaged[random.nextInt(random.nextBoolean() ? damaged.length : Math.min(20, damaged.length))] ^=
                (byte) (1 << random.nextInt(8));
        return damaged;
    }
}
