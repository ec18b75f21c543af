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
        assertThatThrownBy(() -> CacheSettings.of("products", new Life(ttl, nullTtl, 0), Loading.of(lease, maxWait)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shortestTimesAreAccepted() {
        assertThat(CacheSettings.of("products", new Life(1, 0, 0), Loading.of(1, 0))
                        .life()
                        .ttlMillis())
                .isEqualTo(1);
    }

    @Test
    void nullIsKeptForHalfAMinuteUnlessTheTtlIsShorter() {
        assertThat(CacheSettings.of("products", 30_001).life().nullTtlMillis()).isEqualTo(30_000);
        assertThat(CacheSettings.of("products", 29_999).life().nullTtlMillis()).isEqualTo(29_999);
    }

    @Test
    void otherTtlChangesNothingElse() {
        CacheSettings settings = CacheSettings.of("products", new Life(60_000, 2, 0), Loading.of(3, 4));
        assertThat(settings.withTtl(5)).isEqualTo(CacheSettings.of("products", new Life(5, 2, 0), Loading.of(3, 4)));
    }
}
