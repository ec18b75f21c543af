package io.kvkit.spring.dedupe.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.spring.operation.Sources;
import org.junit.jupiter.api.Test;

/** Which argument is the content of an event. */
class PayloadPositionTest {

    static class Listeners {

        public void event(IdempotencyContext context, String event) {}

        public void nothing(IdempotencyContext context) {}

        public void several(String event, String other) {}
    }

    @Test
    void contextOfACallIsNoContent() {
        assertThat(PayloadPosition.of(Sources.method(Listeners.class, "event"))).isEqualTo(1);
        assertThat(PayloadPosition.of(Sources.method(Listeners.class, "nothing")))
                .isNull();
        assertThat(PayloadPosition.of(Sources.method(Listeners.class, "several")))
                .isNull();
    }
}
