package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.LongLived;
import io.kvkit.meter.MeterRandom;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.TtlResult;
import io.kvkit.value.Values;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The records of modelled limits, by a clock that is moved by hand, also back. */
final class ModelledRecords implements AutoCloseable {

    // The ways from an expiry to a time that is left round to milliseconds.
    private static final long SLACK_MILLIS = 2;

    // The windows of a key begin at moments that depend on its name, so the names of a run are always the same.
    private static final Namespace KEYS = Namespace.of("model", "ratelimit", "calls", Key.Retention.KEPT);

    private final KvStore store;
    private final @Nullable GivenTimeKvStore remote;
    private long now = MeterRandom.START;
    private long pauseEnded = System.nanoTime();
    private int lives;

    private ModelledRecords(@Nullable KvStore servers) {
        this.remote = servers == null ? null : new GivenTimeKvStore(servers, this::now);
        this.store = remote == null ? new InMemoryKvStore(this::now) : remote;
    }

    static ModelledRecords inMemory() {
        return new ModelledRecords(null);
    }

    static ModelledRecords on(KvStore servers) {
        return new ModelledRecords(servers);
    }

    KvStore store() {
        return store;
    }

    long now() {
        return now;
    }

    void pause(long micros) {
        now += micros;
        pauseEnded = System.nanoTime();
    }

    /** Begins a run, by a time that is always the same. */
    void begin() {
        now = MeterRandom.START;
    }

    /** Returns a key without a record. */
    Key fresh(String name) {
        Failures.join(store.delete(KEYS.key(name)));
        return KEYS.key(name);
    }

    boolean isRemote() {
        return remote != null;
    }

    /** Returns how many steps of limits were sent so far. */
    long steps() {
        return remote == null ? 0 : remote.steps();
    }

    void assertSteps(long before, int steps) {
        if (remote != null) {
            assertThat(remote.steps() - before).as("steps sent").isEqualTo(steps);
        }
    }

    /** Tells the model if the record is gone. On servers, records of these tests stay. */
    void notice(ModelledLimit limit, boolean plansChange) {
        if (remote != null || Objects.requireNonNull(store.getNow(limit.key())).value() != null) {
            return;
        }
        if (plansChange) {
            limit.reset(); // it lived as long as its plan at that time told
        } else {
            limit.gone(now);
        }
    }

    /** Returns how many records were asked for their life. */
    int lives() {
        return lives;
    }

    /** Asserts that a record that was written after the last pause lives until it says nothing more, and no longer. */
    void assertLife(ModelledLimit limit) {
        lives++;
        TtlResult found = Failures.join(store.apply(limit.key(), Values.ttl()));
        if (found instanceof TtlResult.Expires expires) {
            long took = remote == null ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - pauseEnded);
            long left = expires.left().toMillis() - (remote == null ? 0 : LongLived.MORE_MILLIS);
            assertThat(limit.isUnusedAt(after(left + took + SLACK_MILLIS)))
                    .as("%s unused after %d ms", limit.bands(), left)
                    .isTrue();
            // A take may get a millionth more than there is, which the next step forgets.
            long used = left - SLACK_MILLIS - left / 500_000;
            assertThat(used > 0 && limit.isUnusedAt(after(used)))
                    .as("%s unused before %d ms", limit.bands(), left)
                    .isFalse();
        } else {
            assertThat(found).isInstanceOf(TtlResult.Missing.class);
            limit.gone(now);
        }
    }

    private long after(long millis) {
        return now + millis * 1_000;
    }

    @Override
    public void close() {
        store.close();
    }
}
