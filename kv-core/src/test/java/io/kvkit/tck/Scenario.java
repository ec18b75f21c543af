package io.kvkit.tck;

import io.kvkit.store.Key;
import io.kvkit.store.Transition;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a {@link Differential} run does to one key, step by step, drawn from a seeded random source. */
public interface Scenario {

    /**
     * The next transition.
     *
     * @param present the present value; null when there is none
     * @param nowMicros the virtual time of the step
     */
    Transition<?> next(RandomGenerator random, byte @Nullable [] present, long nowMicros);

    /** The next transition, if it depends on the key that it is applied to. */
    default Transition<?> next(Key key, RandomGenerator random, byte @Nullable [] present, long nowMicros) {
        return next(random, present, nowMicros);
    }

    /**
     * How far the time moves before the next step, in microseconds: zero, to an exact boundary, or back.
     *
     * @param present the present value; null when there is none
     */
    long advance(RandomGenerator random, byte @Nullable [] present, long nowMicros);

    /**
     * A value that something else wrote under the key before the next step; null for none, which is usual.
     *
     * @param present the present value; null when there is none
     */
    byte @Nullable [] intrusion(RandomGenerator random, byte @Nullable [] present);
}
