package io.kvkit.store;

import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import org.jspecify.annotations.Nullable;

/** Reads and changes single records of a store that can load and exchange them. */
final class CasChanges<C> {

    // Far more than contention needs. Without a bound, a store that never exchanges would loop for ever.
    private static final int MOST_ATTEMPTS = 10_000;
    private static final byte[] NO_REPLY = {};
    private static final byte[] THERE = {1};

    private interface Change {
        Step from(@Nullable Entry live, long nowMicros);
    }

    private final CasKvStore<C> store;

    CasChanges(CasKvStore<C> store) {
        this.store = store;
    }

    byte @Nullable [] value(Key key, String operation) {
        Entry live = live(key, operation);
        return live == null ? null : live.value().clone();
    }

    boolean isThere(Key key, String operation) {
        return live(key, operation) != null;
    }

    boolean put(Key key, String operation, byte[] value, Ttl ttl) {
        Step step = new Step.Put(NO_REPLY, value, ttl, 0);
        change(key, operation, (live, now) -> step);
        return true;
    }

    boolean remove(Key key, String operation) {
        return change(key, operation, (live, now) -> new Step.Delete(live == null ? NO_REPLY : THERE)).length == 1;
    }

    <R> R apply(Key key, String operation, Transition<R> transition) {
        return transition.decode(key, change(key, operation, transition::apply));
    }

    void requireOpen(String operation, @Nullable Key key) {
        if (store.isClosed()) {
            throw KvException.closed(operation, key);
        }
    }

    private byte[] change(Key key, String operation, Change change) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            C found = load(key, operation);
            long now = store.nowMicros(key);
            Entry live = found == null ? null : live(found, now);
            Step step = change.from(live, now);
            boolean nothing = step instanceof Step.Keep || (step instanceof Step.Delete && found == null);
            if (nothing || store.swap(key, found, Steps.next(step, key, live, now))) {
                return step.reply();
            }
        }
        throw new KvException(
                Kind.TRANSIENT, Outcome.NOT_APPLIED, operation, key, "others change the key all the time", null);
    }

    private @Nullable Entry live(Key key, String operation) {
        C found = load(key, operation);
        return found == null ? null : live(found, store.nowMicros(key));
    }

    private @Nullable C load(Key key, String operation) {
        requireOpen(operation, key);
        return store.load(key);
    }

    private @Nullable Entry live(C found, long nowMicros) {
        Entry entry = store.entry(found);
        return nowMicros < entry.expiresAtMicros() ? entry : null;
    }
}
