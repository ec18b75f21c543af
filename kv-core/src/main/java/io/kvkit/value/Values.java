package io.kvkit.value;

import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.store.TtlResult;

/**
 * Transitions of plain values that depend on the present value. Each is one atomic step.
 *
 * <pre>{@code
 * long visits = store.apply(key, Values.increment(1, Ttl.of(Duration.ofDays(1)))).toCompletableFuture().join();
 * }</pre>
 *
 * @since 0.1
 */
public final class Values {

    private Values() {}

    /**
     * Writes a value if the key is missing, and returns the value that the key holds afterwards.
     *
     * <p>A caller whose value is unique may send this again after an unknown outcome: it won if its own value is held.
     */
    public static Transition<SetIfAbsentResult> setIfAbsent(byte[] value, Ttl ttl) {
        return new SetIfAbsent(value.clone(), ttl);
    }

    /**
     * Adds to a 64-bit number that is stored as decimal text, and returns the sum. A missing key counts as zero and
     * gets the expiry; a present key keeps its expiry.
     *
     * <p>Fails with a PERMANENT error and changes nothing if the value is not such a number or the sum does not fit.
     */
    public static Transition<Long> increment(long by, Ttl ttlIfNew) {
        return new Increment(by, ttlIfNew);
    }

    /** Replaces a value if it has exactly the expected bytes, and returns whether it did. */
    public static Transition<Boolean> compareAndSet(byte[] expected, byte[] value, Ttl ttl) {
        return new CompareAndSet(expected.clone(), value.clone(), ttl);
    }

    /** Removes a key if its value has exactly the expected bytes, and returns whether it did. */
    public static Transition<Boolean> compareAndDelete(byte[] expected) {
        return new CompareAndDelete(expected.clone());
    }

    /**
     * Sets the time to live of a key from now on, or removes its expiry, and returns whether the key exists.
     *
     * @throws IllegalArgumentException for {@link Ttl#KEEP}, which would change nothing
     */
    public static Transition<Boolean> expire(Ttl ttl) {
        return new Expire(ttl);
    }

    /** Returns the remaining time to live of a key. */
    public static Transition<TtlResult> ttl() {
        return TimeLeft.INSTANCE;
    }
}
