package io.kvkit.value;

import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.store.TtlResult;

/**
 * The changes of a plain value that depend on what is there, each in one atomic step.
 *
 * <pre>{@code
 * long visits = store.apply(key, Values.increment(1, Ttl.of(Duration.ofDays(1)))).toCompletableFuture().join();
 * }</pre>
 */
public final class Values {

    private Values() {}

    /**
     * Writes a value if the key is missing, and answers the value that is held afterwards.
     *
     * <p>A caller whose value is unique may send this again after an unknown outcome: it won if its own value is held.
     */
    public static Transition<SetIfAbsentResult> setIfAbsent(byte[] value, Ttl ttl) {
        return new SetIfAbsent(value.clone(), ttl);
    }

    /**
     * Adds to a 64-bit number that is held as decimal text, and answers the sum. A missing key counts as zero and gets
     * the expiry; a present one keeps its own.
     *
     * <p>Fails with a PERMANENT error that changed nothing if the value is no such number or the sum does not fit.
     */
    public static Transition<Long> increment(long by, Ttl ttlIfNew) {
        return new Increment(by, ttlIfNew);
    }

    /** Replaces a value if exactly the expected bytes are there, and tells whether it did. */
    public static Transition<Boolean> compareAndSet(byte[] expected, byte[] value, Ttl ttl) {
        return new CompareAndSet(expected.clone(), value.clone(), ttl);
    }

    /** Removes a key if exactly the expected bytes are there, and tells whether it did. */
    public static Transition<Boolean> compareAndDelete(byte[] expected) {
        return new CompareAndDelete(expected.clone());
    }

    /**
     * Sets the life of a key from now on, or makes it endless, and tells whether the key exists.
     *
     * @throws IllegalArgumentException for {@link Ttl#KEEP}, which would change nothing
     */
    public static Transition<Boolean> expire(Ttl ttl) {
        return new Expire(ttl);
    }

    /** Answers how long a key lives on. */
    public static Transition<TtlResult> ttl() {
        return TimeLeft.INSTANCE;
    }
}
