package io.kvkit.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.Token;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.permit.PermitTransition.Op;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random steps on permits give what a map of owners and ends gives. */
class PermitModelTest {

    private static final int RUNS = 300;
    private static final int STEPS = 80;
    private static final Key KEY =
            Namespace.of("test", "ratelimit", "model", Key.Retention.EVICTABLE).key("a");

    private long now = VirtualTime.START_MICROS;

    @Test
    void stepsAreThoseOfTheModel() {
        for (int seed = 0; seed < RUNS; seed++) {
            run(new SplittableRandom(seed), "seed " + seed);
        }
    }

    private void run(SplittableRandom random, String name) {
        Map<Long, Long> model = new TreeMap<>();
        try (KvStore store = new InMemoryKvStore(() -> now)) {
            for (int i = 0; i < STEPS; i++) {
                now += random.nextLong(random.nextInt(4) == 0 ? 2_000_000 : 200_000);
                model.values().removeIf(ends -> ends <= now);
                long owner = 1 + random.nextInt(5);
                int most = 1 + random.nextInt(4);
                long lease = 1_000_000 + random.nextLong(1_000_000);
                Op op = Op.values()[random.nextInt(4)];
                owner = op == Op.PEEK ? 9 : owner;
                boolean done = expected(op, owner, most, lease, model);
                PermitRequest request = new PermitRequest(new Token(0, owner), most, Duration.ofNanos(lease * 1_000));
                long ends = model.values().stream()
                        .mapToLong(end -> end - now)
                        .min()
                        .orElse(0);
                assertThat(store.applyNow(KEY, PermitTransition.of(op, request)))
                        .as("%s, step %s", name, i)
                        .isEqualTo(new PermitReply(done, model.size(), ends, now));
                assertThat(store.getNow(KEY).value() == null).isEqualTo(model.isEmpty());
            }
        }
    }

    private boolean expected(Op op, long owner, int most, long lease, Map<Long, Long> model) {
        boolean mine = model.containsKey(owner);
        boolean done = switch (op) {
            case ACQUIRE, PEEK -> mine || model.size() < most;
            case RENEW, RELEASE -> mine;
        };
        if (done && op == Op.RELEASE) {
            model.remove(owner);
        } else if (done && op != Op.PEEK) {
            model.put(owner, now + lease);
        }
        return done;
    }
}
