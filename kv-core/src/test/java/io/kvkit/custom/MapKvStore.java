package io.kvkit.custom;

import io.kvkit.store.CasKvStore;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.MicroClock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The smallest store there is: a map. */
final class MapKvStore extends CasKvStore<Entry> {

    private final ConcurrentHashMap<String, Entry> map = new ConcurrentHashMap<>();
    private final MicroClock clock;

    MapKvStore(MicroClock clock) {
        this.clock = clock;
    }

    MapKvStore(MicroClock clock, Executor threads) {
        super(threads);
        this.clock = clock;
    }

    @Override
    protected @Nullable Entry load(Key key) {
        return map.get(key.text());
    }

    @Override
    protected Entry entry(Entry found) {
        return found;
    }

    @Override
    protected boolean swap(Key key, @Nullable Entry found, @Nullable Entry next) {
        if (next == null) {
            return map.remove(key.text(), found);
        }
        return found == null ? map.putIfAbsent(key.text(), next) == null : map.replace(key.text(), found, next);
    }

    @Override
    protected List<String> keys(String prefix, int limit) {
        long now = clock.micros();
        return map.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix)
                        && now < entry.getValue().expiresAtMicros())
                .limit(limit)
                .map(entry -> entry.getKey())
                .toList();
    }

    @Override
    public long nowMicros(Key key) {
        return clock.micros();
    }
}
