package io.kvkit.recipe.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class OnceSettingsTest {

    @Test
    void onlyEventsAreStoredCompactly() {
        assertThat(OnceSettings.DEDUPE.withCompactFor(1_000).compactFor()).isEqualTo(1_000);
        assertThat(OnceSettings.IDEMPOTENCY.withCompactFor(0)).isEqualTo(OnceSettings.IDEMPOTENCY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnceSettings.IDEMPOTENCY.withCompactFor(1_000))
                .withMessage(
                        "Only the events of a consumer can be stored compactly, because the records of an operation"
                                + " hold results: compactFor must be 0, but is 1000");
    }
}
