package io.kvkit.recipe.gathering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RoundTest {

    private final Round round = new Round();
    private final List<String> ran = new ArrayList<>();
    private int cancelled;

    RoundTest() {
        round.isDue(() -> cancelled++);
    }

    @Test
    void tasksRunTogetherExceptForThoseThatWereCancelled() {
        round.add(() -> ran.add("one"));
        Objects.requireNonNull(round.add(() -> ran.add("other"))).cancel();
        assertThat(round.run()).isOne();
        assertThat(ran).containsExactly("one");
        assertThat(cancelled).isZero();
    }

    @Test
    void taskIsNotLostInARoundWhoseTasksWereAllCancelled() {
        Objects.requireNonNull(round.add(() -> ran.add("one"))).cancel();
        assertThat(cancelled).isOne();
        assertThat(round.add(() -> ran.add("later"))).isNull();
    }

    @Test
    void taskThatIsCancelledTwiceCountsOnce() {
        var first = Objects.requireNonNull(round.add(() -> ran.add("one")));
        round.add(() -> ran.add("other"));
        first.cancel();
        first.cancel();
        assertThat(cancelled).isZero();
        round.run();
        assertThat(ran).containsExactly("other");
    }
}
