package io.kvkit.tck;

import io.kvkit.claim.ClaimTransitions;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All claim transitions of the records of a few keys in one shard. */
final class ShardScenario implements Scenario {

    private static final Namespace NAMESPACE = Namespace.of("test", "dedupe", "shard", Retention.KEPT);
    private static final List<Key> KEYS =
            IntStream.range(0, 6).mapToObj(i -> NAMESPACE.key("" + i)).toList();

    private final ClaimScenario claims = new ClaimScenario();

    @Override
    public Transition<?> next(RandomGenerator random, byte @Nullable [] present, long now) {
        Key key = KEYS.get(random.nextInt(KEYS.size()));
        return ClaimTransitions.inShard(key, claims.next(random, ClaimTransitions.recordIn(present, key, now), now));
    }

    @Override
    public long advance(RandomGenerator random, byte @Nullable [] present, long now) {
        Key key = KEYS.get(random.nextInt(KEYS.size()));
        return claims.advance(random, ClaimTransitions.recordIn(present, key, now), now);
    }

    @Override
    public byte @Nullable [] intrusion(RandomGenerator random, byte @Nullable [] present) {
        return random.nextInt(4) == 0 ? claims.intrusion(random, present) : null;
    }
}
