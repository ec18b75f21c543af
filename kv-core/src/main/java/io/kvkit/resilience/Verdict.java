package io.kvkit.resilience;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the end of a call says about the store. */
enum Verdict {
    /** The store answered. */
    WORKS,
    /** The store is unreachable, too slow, or failed in an unknown way. */
    FAILS,
    /**
     * Nothing: the store refused this one call, for a reason that need not apply to the next call, or made its change and
     * does not know whether it is durable.
     */
    NOTHING;

    static Verdict of(@Nullable Throwable failure) {
        if (failure == null) {
            return WORKS;
        }
        if (failure instanceof KvException error && error.isNotDurable()) {
            return NOTHING;
        }
        Kind kind = kind(failure);
        return kind == Kind.TRANSIENT || kind == Kind.TIMEOUT || kind == Kind.UNKNOWN ? FAILS : NOTHING;
    }

    /** Returns the kind of a failure; PERMANENT for a defect in the code around the store. */
    static Kind kind(Throwable failure) {
        return failure instanceof KvException known ? known.kind() : Kind.PERMANENT;
    }

    /** Returns the failure of a batch if none of its keys succeeded: the one that says most about the store. */
    static @Nullable Throwable failureIn(Batch<?, ?> batch) {
        return batch.values().isEmpty() ? worst(batch.failures().values().stream()) : null;
    }

    /** Returns the failure of some keys of a batch, if each of them failed. */
    static @Nullable Throwable failureOf(Collection<Key> keys, Batch<?, ?> batch) {
        Map<?, KvException> failures = batch.failures();
        return keys.stream().allMatch(failures::containsKey)
                ? worst(keys.stream().map(failures::get))
                : null;
    }

    private static @Nullable Throwable worst(Stream<? extends @Nullable Throwable> failures) {
        return failures.max(Comparator.comparing(failure -> of(failure) == FAILS))
                .orElse(null);
    }
}
