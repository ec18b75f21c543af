package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheSettingsTest {

    @ParameterizedTest
    @CsvSource({"0,0,1,0", "-1,0,1,0", "1,-1,1,0", "1,0,0,0", "1,0,-1,0", "1,0,1,-1"})
    void settingsWithWhichNoCacheWorksAreRefused(long ttl, long nullTtl, long lease, long maxWait) {
        assertThatThrownBy(() -> new CacheSettings("products", ttl, nullTtl, lease, maxWait))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shortestTimesAreAccepted() {
        assertThat(new CacheSettings("products", 1, 0, 1, 0).ttlMillis()).isEqualTo(1);
    }

    @Test
    void nullIsKeptForHalfAMinuteUnlessTheTtlIsShorter() {
        assertThat(CacheSettings.of("products", 30_001).nullTtlMillis()).isEqualTo(30_000);
        assertThat(CacheSettings.of("products", 29_999).nullTtlMillis()).isEqualTo(29_999);
    }

    @Test
    void otherTtlChangesNothingElse() {
        CacheSettings settings = new CacheSettings("products", 60_000, 2, 3, 4);
        assertThat(settings.withTtl(5)).isEqualTo(new CacheSettings("products", 5, 2, 3, 4));
    }
}
