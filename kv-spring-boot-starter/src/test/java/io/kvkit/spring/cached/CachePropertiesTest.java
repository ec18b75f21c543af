package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.codec.Compression;
import io.kvkit.codec.KvKeyring;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.SealingKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the properties of caches may be, and what they say about a name. */
class CachePropertiesTest {

    private static final String PRODUCTS = "kv.cache.caches.products.";

    private static CacheProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("kv.cache", CacheProperties.class);
    }

    private static CacheSettings products(String... properties) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i].replace("products.", PRODUCTS), properties[i + 1]);
        }
        return Objects.requireNonNull(bound(all).named("products"));
    }

    @Test
    void theDefaultsAreValid() {
        assertThatNoException().isThrownBy(() -> bound(Map.of()).check());
        assertThat(bound(Map.of()).named("other")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ttl, 0s, is not a positive time",
        "lease, 0s, is not a positive time",
        "null-ttl, -1s, is negative",
        "jitter, 100%, is not below 100%",
        "max-wait, -1s, is negative",
        "stale-while-revalidate, -1s, is negative",
        "stale-if-error, -1s, is negative",
        "retry-pause, -1s, is negative",
        "soft-timeout, -1s, is negative",
        "hard-timeout, -1s, is negative",
        "near-size, 0, is out of range",
        "max-staleness, -1s, is negative"
    })
    void wrongValuesAreRefusedByTheirNames(String property, String value, String problem) {
        for (String place : List.of("kv.cache.defaults.", PRODUCTS)) {
            assertThatExceptionOfType(KvPropertyException.class)
                    .isThrownBy(() -> bound(Map.of(place + property, value)).check())
                    .withMessageStartingWith(place + property + "=" + value + " " + problem);
        }
    }

    @Test
    void aSharedPrefixIsTheStartOfAKey() {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(
                        () -> bound(Map.of(PRODUCTS + "shared-prefix", "a:b")).check())
                .withMessageStartingWith(PRODUCTS + "shared-prefix=a:b cannot be the start of a key");
    }

    @Test
    void aNameHasWhatItAndTheDefaultsSay() {
        CacheSettings settings = products(
                "kv.cache.defaults.max-wait", "3s",
                "products.ttl", "7s",
                "products.jitter", "1%",
                "products.lease", "20s",
                "products.stale-if-error", "1m",
                "products.stale-while-revalidate", "2m",
                "products.soft-timeout", "1s",
                "products.hard-timeout", "5s",
                "products.near-size", "9",
                "products.tagged", "true");
        assertThat(settings.life().ttlMillis()).isEqualTo(7_000);
        assertThat(settings.life().nullTtlMillis()).as("not longer than that").isEqualTo(7_000);
        assertThat(settings.life().jitter()).isEqualTo(0.01);
        assertThat(settings.loading().leaseMillis()).isEqualTo(20_000);
        assertThat(settings.loading().maxWaitMillis()).isEqualTo(3_000);
        assertThat(settings.staleness().ifErrorMillis()).isEqualTo(60_000);
        assertThat(settings.staleness().whileRevalidateMillis()).isEqualTo(120_000);
        assertThat(settings.loading().softMillis()).isEqualTo(1_000);
        assertThat(settings.loading().hardMillis()).isEqualTo(5_000);
        assertThat(settings.near().size()).isEqualTo(9);
        assertThat(settings.tagged()).isTrue();
    }

    @Test
    void theBuiltInValuesHoldWhereNothingIsSaid() {
        CacheSettings settings = products("products.codec", "json");
        assertThat(settings.life().jitter()).isEqualTo(0.05);
        assertThat(settings.life().nullTtlMillis()).isEqualTo(30_000);
        assertThat(settings.tagged()).isFalse();
        assertThat(settings.loading().softMillis()).isZero();
    }

    @Test
    void aPauseIsAtMostHalfOfTheLease() {
        assertThat(products("products.stale-if-error", "1m", "products.lease", "4s", "products.retry-pause", "2s")
                        .staleness()
                        .retryPauseMillis())
                .isEqualTo(2_000);
        assertThat(products("products.lease", "4s", "products.retry-pause", "3s")
                        .loading()
                        .leaseMillis())
                .as("nothing stale is served")
                .isEqualTo(4_000);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> products(
                        "products.stale-if-error", "1m", "products.lease", "4s", "products.retry-pause", "2001ms"))
                .withMessageContaining("it is longer than half of the lease of PT4S");
    }

    @Test
    void aSoftTimeoutNeedsSomethingStaleAndAShorterTimeThanTheHardOne() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> products("products.soft-timeout", "1s"))
                .withMessageContaining("there is no stale value that a caller could get then");
        for (String soft : List.of("5s", "6s")) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> products(
                            "products.stale-if-error",
                            "1m",
                            "products.soft-timeout",
                            soft,
                            "products.hard-timeout",
                            "5s"))
                    .withMessageContaining("it is not shorter than the hard timeout of PT5S");
        }
        assertThat(products("products.stale-if-error", "1m", "products.soft-timeout", "9s")
                        .loading()
                        .softMillis())
                .isEqualTo(9_000);
    }

    @Test
    void aSoftTimeoutOfTheDefaultsIsForTheCachesThatItFits() {
        CacheSettings settings = products("kv.cache.defaults.soft-timeout", "1s", "products.hard-timeout", "5s");
        assertThat(settings.loading().softMillis()).isZero();
        assertThat(settings.loading().hardMillis()).isEqualTo(5_000);
    }

    @Test
    void entriesAreStoredAsTheNameSays() {
        CacheProperties properties = bound(Map.of(
                PRODUCTS + "codec", "smile",
                PRODUCTS + "compression", "lz4",
                PRODUCTS + "sealed", "true",
                PRODUCTS + "shared-prefix", "shop"));
        assertThat(properties.format("products")).isEqualTo(new FormatSettings("smile", Compression.LZ4, true, "shop"));
        assertThat(properties.format("products").isPlain()).isFalse();
        assertThat(properties.format("other").isPlain()).isTrue();
    }

    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[KvKeyring.SECRET_BYTES]);

    private static CacheProperties keys(String id, String secret) {
        Map<String, String> properties = new HashMap<>();
        if (id != null) {
            properties.put("kv.cache.keys[0].id", id);
        }
        if (secret != null) {
            properties.put("kv.cache.keys[0].secret", secret);
        }
        return bound(properties);
    }

    @Test
    void keysAreCompleteAndNeverShown() {
        assertThatNoException()
                .isThrownBy(() -> keys("2026-11", " " + SECRET + " ").check());
        assertThat(SealingKey.keyring("kv.cache.keys", keys("2026-11", SECRET).keys()))
                .isNotNull();
        assertThat(SealingKey.keyring("kv.cache.keys", List.of())).isNull();
        assertThat(keys("2026-11", SECRET).keys().get(0)).hasToString("SealingKey[id=2026-11]");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11, , kv.cache.keys[0].secret is missing",
        "2026-11, !, kv.cache.keys[0].secret is not Base64",
        "2026-11, AAAA, kv.cache.keys[0].secret has 24 bits"
    })
    void wrongSecretsAreRefused(String id, String secret, String problem) {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> keys(id, secret).check())
                .withMessageStartingWith(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "|"})
    void wrongIdsAreRefused(String id) {
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> keys(null, SECRET).check())
                .withMessageStartingWith("kv.cache.keys[0].id is missing");
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> keys(id, SECRET).check())
                .withMessageStartingWith("kv.cache.keys[0].id=" + id + ": ")
                .withMessageNotContaining(SECRET);
    }
}
