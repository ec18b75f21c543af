package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The calls of the busiest keys of one limit, by the algorithm "space saving". A key that is counted takes no lock. A key
 * that is not takes the place of one with the fewest calls, which are looked for once for all keys that have so few.
 */
final class KeyCounts {

    private static final long HALF_LIFE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Count(LongAdder calls, LongAdder refused, LongAdder error) {

        Count(long inherited) {
            this(new LongAdder(), new LongAdder(), new LongAdder());
            calls.add(inherited);
            error.add(inherited);
        }

        void halve(int times) {
            halve(calls, times);
            halve(refused, times);
            halve(error, times);
        }

        // What is added meanwhile stays whole.
        private static void halve(LongAdder number, int times) {
            long sum = number.sum();
            number.add((sum >> times) - sum);
        }
    }

    private record Least(Key key, Count count) {}

    private final int most;
    private final ConcurrentMap<Key, Count> counts = new ConcurrentHashMap<>();
    private volatile long halvedAt;

    // Guarded by this: the keys that had the fewest calls when they were looked for, and how many calls that were.
    private final Deque<Least> least = new ArrayDeque<>();
    private long fewest;

    KeyCounts(int most, long nowNanos) {
        this.most = most;
        this.halvedAt = nowNanos;
    }

    void count(Key key, boolean refused, long nowNanos) {
        age(nowNanos);
        Count known = counts.get(key);
        Count count = known == null ? admitted(key) : known;
        count.calls().increment();
        if (refused) {
            count.refused().increment();
        }
    }

    private synchronized Count admitted(Key key) {
        Count known = counts.get(key);
        if (known != null) {
            return known;
        }
        Count count = new Count(counts.size() < most ? 0 : removedLeast());
        counts.put(key, count);
        return count;
    }

    // A count never falls, except when all are halved. So who still has the fewest calls of then has the fewest now.
    private long removedLeast() {
        for (Least next = least.poll(); next != null; next = least.poll()) {
            if (next.count().calls().sum() == fewest) {
                counts.remove(next.key());
                return fewest;
            }
        }
        fewest = Long.MAX_VALUE;
        counts.forEach((key, count) -> find(key, count, count.calls().sum()));
        counts.remove(least.remove().key());
        return fewest;
    }

    private void find(Key key, Count count, long calls) {
        if (calls < fewest) {
            least.clear();
            fewest = calls;
        }
        if (calls == fewest) {
            least.add(new Least(key, count));
        }
    }

    private void age(long nowNanos) {
        if (nowNanos - halvedAt >= HALF_LIFE_NANOS) {
            halve(nowNanos);
        }
    }

    private synchronized void halve(long nowNanos) {
        long times = (nowNanos - halvedAt) / HALF_LIFE_NANOS;
        if (times < 1) {
            return;
        }
        halvedAt += times * HALF_LIFE_NANOS;
        counts.values().forEach(count -> count.halve((int) Math.min(times, Long.SIZE - 1)));
        counts.values().removeIf(count -> count.calls().sum() == 0);
        least.clear();
    }

    List<HotKey> first(int atMost, long nowNanos) {
        age(nowNanos);
        return counts.entrySet().stream()
                .map(KeyCounts::hot)
                .sorted(Comparator.comparingLong(HotKey::calls)
                        .reversed()
                        .thenComparing(hot -> hot.key().text()))
                .limit(atMost)
                .toList();
    }

    private static HotKey hot(Map.Entry<Key, Count> entry) {
        Count count = entry.getValue();
        return new HotKey(
                entry.getKey(),
                count.calls().sum(),
                count.refused().sum(),
                count.error().sum());
    }
}
