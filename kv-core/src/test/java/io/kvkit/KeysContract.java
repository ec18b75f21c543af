package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.store.KvException;
import io.kvkit.store.TtlResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes under keys, as a client gives them. */
abstract class KeysContract extends ClientGroup {

    @Test
    void valueIsReadAsItWasWritten() {
        assertThat(client.get("a")).isNull();
        client.set("a", new byte[] {0, -1, 7});
        assertThat(client.get("a")).containsExactly(0, -1, 7);
        assertThat(client.ttl("a")).isInstanceOf(TtlResult.NoExpiry.class);
        client.set("a", bytes("two"), MINUTE);
        assertThat(client.get("a")).isEqualTo(bytes("two"));
        assertThat(client.ttl("a")).isInstanceOf(TtlResult.Expires.class);
    }

    @Test
    void valueIsGoneAfterItsTime() {
        client.set("a", bytes("one"), MINUTE);
        assertThat(client.exists("a")).isTrue();
        under.advance(MINUTE.plusMillis(1));
        assertThat(client.exists("a")).isFalse();
        assertThat(client.get("a")).isNull();
        assertThat(client.ttl("a")).isInstanceOf(TtlResult.Missing.class);
    }

    @Test
    void deletingTellsWhetherTheKeyWasThere() {
        client.set("a", bytes("one"));
        assertThat(client.delete("a")).isTrue();
        assertThat(client.delete("a")).isFalse();
        assertThat(client.get("a")).isNull();
    }

    @Test
    void expiryIsSetForAKeyThatIsThere() {
        client.set("a", bytes("one"));
        assertThat(client.expire("a", MINUTE)).isTrue();
        assertThat(client.ttl("a"))
                .isInstanceOfSatisfying(
                        TtlResult.Expires.class,
                        expires -> assertThat(expires.left()).isBetween(Duration.ofSeconds(50), MINUTE));
        assertThat(client.expire("b", MINUTE)).isFalse();
    }

    @Test
    void firstOfTwoWritesIfAbsentWins() {
        assertThat(client.setIfAbsent("a", bytes("one"))).isTrue();
        assertThat(client.setIfAbsent("a", bytes("two"), MINUTE)).isFalse();
        assertThat(client.get("a")).isEqualTo(bytes("one"));
        assertThat(client.ttl("a")).isInstanceOf(TtlResult.NoExpiry.class);
        assertThat(client.setIfAbsent("b", bytes("two"), MINUTE)).isTrue();
        assertThat(client.ttl("b")).isInstanceOf(TtlResult.Expires.class);
    }

    @Test
    void numbersAreCountedInSixtyFourBits() {
        assertThat(client.increment("n")).isEqualTo(1);
        assertThat(client.increment("n", 41, MINUTE)).isEqualTo(42);
        assertThat(client.ttl("n")).isInstanceOf(TtlResult.NoExpiry.class);
        assertThat(client.increment("m", -3, MINUTE)).isEqualTo(-3);
        assertThat(client.ttl("m")).isInstanceOf(TtlResult.Expires.class);
        client.set("n", bytes("" + Long.MAX_VALUE));
        assertThatThrownBy(() -> client.increment("n"))
                .isInstanceOfSatisfying(
                        KvException.class,
                        failure -> assertThat(isPermanent(failure)).isTrue());
        assertThat(client.get("n")).isEqualTo(bytes("" + Long.MAX_VALUE));
    }

    @Test
    void valueIsReplacedOnlyIfItIsTheExpectedOne() {
        client.set("a", bytes("one"), MINUTE);
        assertThat(client.compareAndSet("a", bytes("other"), bytes("two"))).isFalse();
        assertThat(client.compareAndSet("a", bytes("one"), bytes("two"))).isTrue();
        assertThat(client.ttl("a")).isInstanceOf(TtlResult.Expires.class);
        assertThat(client.compareAndSet("a", bytes("two"), bytes("three"), MINUTE.multipliedBy(9)))
                .isTrue();
        assertThat(client.ttl("a"))
                .isInstanceOfSatisfying(
                        TtlResult.Expires.class,
                        expires -> assertThat(expires.left()).isGreaterThan(MINUTE));
        assertThat(client.compareAndDelete("a", bytes("two"))).isFalse();
        assertThat(client.compareAndDelete("a", bytes("three"))).isTrue();
        assertThat(client.exists("a")).isFalse();
    }

    @Test
    void batchesAnswerByTheKeysOfTheCaller() {
        client.mset(Map.of("a", bytes("one"), "b", bytes("two"))).orThrow();
        assertThat(client.ttl("a")).isInstanceOf(TtlResult.NoExpiry.class);
        client.mset(Map.of("b", bytes("three")), MINUTE).orThrow();
        assertThat(client.ttl("b")).isInstanceOf(TtlResult.Expires.class);
        assertThat(client.mget(List.of("a", "b", "c")).orThrow())
                .hasSize(2)
                .containsEntry("a", bytes("one"))
                .containsEntry("b", bytes("three"));
        assertThat(client.deleteMany(List.of("a", "c")).orThrow())
                .containsOnly(Map.entry("a", true), Map.entry("c", false));
    }

    @Test
    void scanListsKeysOfTheCallerByALiteralPrefix() {
        client.mset(Map.of("user:1", bytes("x"), "user:2", bytes("x"), "users", bytes("x")))
                .orThrow();
        assertThat(client.scan("user:", 10)).containsExactlyInAnyOrder("user:1", "user:2");
        assertThat(client.scan("", 10)).containsExactlyInAnyOrder("user:1", "user:2", "users");
        assertThat(client.scan("", 2)).hasSize(2);
        assertThat(client.scan("nobody", 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "?", "[a-z]", "\\", "{a}", "a*b", "^", "\u00e4\ud83d\ude80", "line\nbreak", ":"})
    void strangeCharactersInKeysAndPrefixesAreLiteral(String prefix) {
        client.mset(Map.of(prefix + "-mine", bytes("x"), "axb-other", bytes("x"), "zz", bytes("x")))
                .orThrow();
        assertThat(client.scan(prefix, 10)).containsExactly(prefix + "-mine");
        assertThat(client.get(prefix + "-mine")).isEqualTo(bytes("x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void scanWithoutRoomForAKeyIsRefused(int limit) {
        assertThatThrownBy(() -> client.scan("a", limit)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scanForWhatIsNoTextIsRefused() {
        client.set("key-?", bytes("x"));
        assertThatThrownBy(() -> client.scan(HALF_A_SURROGATE, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.scan(null, 10)).isInstanceOf(NullPointerException.class);
    }

    static Stream<ClientOperation> operations() {
        return ClientOperation.withKey();
    }

    static Stream<ClientOperation> timedOperations() {
        return ClientOperation.withTtl();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void keyOfTenThousandCharactersIsFine(ClientOperation operation) {
        operation.run(client, "k".repeat(10_000), MINUTE);
        operation.run(client, "\u00e4".repeat(5_000), MINUTE);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void keysThatAreNoneAreRefused(ClientOperation operation) {
        for (String key : List.of("", "k".repeat(20_000), "\u20ac".repeat(10_000), HALF_A_SURROGATE)) {
            assertThatThrownBy(() -> operation.run(client, key, MINUTE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(200));
        }
        assertThatThrownBy(() -> operation.run(client, null, MINUTE)).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void blankKeysIdentifyNothing(ClientOperation operation) {
        for (String key : List.of(" ", "\t\n", "\u00a0", "\u200b", "\ufeff")) {
            if (operation.identifies()) {
                assertThatThrownBy(() -> operation.run(client, key, MINUTE))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("must not be blank");
            } else {
                operation.run(client, key, MINUTE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("timedOperations")
    void livesThatAreNoneAreRefused(ClientOperation operation) {
        for (Duration ttl : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(365_000))) {
            assertThatThrownBy(() -> operation.run(client, "a", ttl)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> operation.run(client, "a", null)).isInstanceOf(NullPointerException.class);
        assertThat(client.scan("", 10)).isEmpty();
    }

    @Test
    void missingValuesAreRefused() {
        assertThatThrownBy(() -> client.set("a", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.set("a", null, MINUTE)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.setIfAbsent("a", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.compareAndSet("a", null, bytes("x"))).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> client.compareAndDelete("a", null)).isInstanceOf(NullPointerException.class);
        assertThat(client.exists("a")).isFalse();
    }
}
