package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.recipe.cache.Turns.Turn;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import org.junit.jupiter.api.Test;

/** The order of the computations of one key without a store. */
class TurnsTest {

    private final Turns turns = new Turns();
    private final Flight first = new Flight();
    private final Flight second = new Flight();
    private final Flight third = new Flight();
    private final Key key =
            Namespace.of("test", "cache", "turns", Key.Retention.EVICTABLE).key("1");

    @Test
    void oneRunsAndOneIsNextAndFurtherOnesAreNeither() {
        assertThat(turns.enter(key, first)).isEqualTo(new Turn(first, null));
        assertThat(turns.enter(key, second)).isEqualTo(new Turn(first, second));
        assertThat(turns.enter(key, third)).isEqualTo(new Turn(first, second));
    }

    @Test
    void nothingIsLeftOfTheLastTurn() {
        turns.enter(key, first);
        turns.end(key, first);
        assertThat(turns.enter(key, second)).isEqualTo(new Turn(second, null));
    }

    @Test
    void flightThatEndsLeavesTheOneThatWaitsForIt() {
        turns.enter(key, first);
        turns.enter(key, second);
        turns.end(key, first);
        assertThat(turns.enter(key, third)).isEqualTo(new Turn(first, second));
        turns.begin(key, second);
        assertThat(turns.enter(key, third)).isEqualTo(new Turn(second, third));
    }

    @Test
    void flightThatHasGivenUpItsTurnEndsNobodyElses() {
        turns.enter(key, first);
        turns.enter(key, second);
        turns.begin(key, second);
        turns.end(key, first);
        assertThat(turns.enter(key, third)).isEqualTo(new Turn(second, third));
    }
}
