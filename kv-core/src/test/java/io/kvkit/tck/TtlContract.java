package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.store.Key;
import io.kvkit.store.Ttl;
import io.kvkit.store.TtlResult;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long keys live. */
public abstract class TtlContract extends ContractGroup {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** How much real time a case may take on a server whose clock cannot be held. */
    private static final Duration TOLERANCE = Duration.ofSeconds(20);

    @Test
    void missingKeyHasNoLife() {
        assertThat(left("none")).isEqualTo(new TtlResult.Missing());
    }

    @Test
    void keyWithoutExpirySaysSo() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        assertThat(left("a")).isEqualTo(new TtlResult.NoExpiry());
    }

    @Test
    void lifeIsWhatWasAskedFor() {
        await(store.set(key("a"), bytes("one"), Ttl.of(MINUTE)));
        assertLeft("a", MINUTE);
    }

    @Test
    void lifeIsMeasuredInMillisecondsAndRoundedUp() {
        await(store.set(key("a"), bytes("one"), Ttl.of(MINUTE.plusNanos(1))));
        advance(MINUTE);
        // One millisecond is left: on a server it may be over in real time by now.
        assertThat(left("a")).isIn(new TtlResult.Expires(Duration.ofMillis(1)), new TtlResult.Missing());
        advance(Duration.ofMillis(1));
        assertThat(left("a")).isEqualTo(new TtlResult.Missing());
    }

    @Test
    void keyEndsWithItsLife() {
        await(store.set(key("a"), bytes("one"), Ttl.of(MINUTE)));
        advance(MINUTE.minus(TOLERANCE));
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
        advance(TOLERANCE);
        assertThat(await(store.get(key("a")))).isNull();
        assertThat(await(store.exists(key("a")))).isFalse();
        assertThat(left("a")).isEqualTo(new TtlResult.Missing());
    }

    @Test
    void keyEndsInRealTimeToo() {
        // The memory store's time stands still unless it is moved, a server's does not.
        await(store.set(key("a"), bytes("one"), Ttl.ofMillis(50)));
        Eventually.until(() -> {
            time.advance(Duration.ofMillis(10));
            return await(store.get(key("a"))) == null;
        });
    }

    @Test
    void endedKeyIsNotThereForAnyOperation() {
        await(store.set(key("a"), bytes("one"), Ttl.of(MINUTE)));
        advance(MINUTE);
        assertThat(await(store.scan(namespace(Key.Retention.KEPT).start(), 10))).isEmpty();
        assertThat(await(store.mget(List.of(key("a")))).orThrow()).isEmpty();
        assertThat(await(store.apply(key("a"), Values.expire(Ttl.NONE)))).isFalse();
        assertThat(await(store.apply(key("a"), Values.compareAndDelete(bytes("one")))))
                .isFalse();
        assertThat(await(store.delete(key("a")))).isFalse();
    }

    @Test
    void writeWithoutExpiryEndsTheFormerExpiry() {
        await(store.set(key("a"), bytes("one"), Ttl.of(MINUTE)));
        await(store.set(key("a"), bytes("two"), Ttl.NONE));
        assertThat(left("a")).isEqualTo(new TtlResult.NoExpiry());
    }

    @Test
    void writeThatKeepsTheExpiryKeepsIt() {
        await(store.set(key("a"), bytes("one"), Ttl.of(MINUTE)));
        await(store.set(key("a"), bytes("two"), Ttl.KEEP));
        assertLeft("a", MINUTE);
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("two"));
    }

    @Test
    void writeThatKeepsTheExpiryOfANewKeyGivesItNone() {
        await(store.set(key("a"), bytes("one"), Ttl.KEEP));
        assertThat(left("a")).isEqualTo(new TtlResult.NoExpiry());
    }

    @Test
    void writeThatKeepsTheExpiryOfAnEndedKeyGivesItNone() {
        await(store.set(key("a"), bytes("one"), Ttl.of(MINUTE)));
        advance(MINUTE);
        await(store.set(key("a"), bytes("two"), Ttl.KEEP));
        assertThat(left("a")).isEqualTo(new TtlResult.NoExpiry());
    }

    @Test
    void laterWriteBeginsANewLife() {
        await(store.set(key("a"), bytes("one"), Ttl.of(MINUTE)));
        advance(Duration.ofSeconds(30));
        await(store.set(key("a"), bytes("two"), Ttl.of(MINUTE)));
        advance(Duration.ofSeconds(35));
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("two"));
    }

    @Test
    void readDoesNotProlongLife() {
        await(store.set(key("a"), bytes("one"), Ttl.of(MINUTE)));
        advance(Duration.ofSeconds(30));
        await(store.get(key("a")));
        assertLeft("a", Duration.ofSeconds(30));
    }

    @Test
    void longestLifeIsAccepted() {
        await(store.set(key("a"), bytes("one"), Ttl.of(Ttl.MAX)));
        assertLeft("a", Ttl.MAX);
    }

    @Test
    void everyKeyOfABatchHasTheExpiry() {
        await(store.mset(Map.of(key("a"), bytes("one"), key("b"), bytes("two")), Ttl.of(MINUTE)));
        assertLeft("a", MINUTE);
        assertLeft("b", MINUTE);
    }

    @Test
    void expireSetsAndEndsAnExpiry() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        assertThat(await(store.apply(key("a"), Values.expire(Ttl.of(MINUTE))))).isTrue();
        assertLeft("a", MINUTE);
        assertThat(await(store.apply(key("a"), Values.expire(Ttl.NONE)))).isTrue();
        assertThat(left("a")).isEqualTo(new TtlResult.NoExpiry());
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
    }

    @Test
    void expireOfAMissingKeySaysSoAndCreatesNothing() {
        assertThat(await(store.apply(key("none"), Values.expire(Ttl.of(MINUTE)))))
                .isFalse();
        assertThat(await(store.exists(key("none")))).isFalse();
    }

    @Test
    void expireThatKeepsIsAMistake() {
        assertThatThrownBy(() -> Values.expire(Ttl.KEEP)).isInstanceOf(IllegalArgumentException.class);
    }

    private TtlResult left(String id) {
        return await(store.apply(key(id), Values.ttl()));
    }

    private void assertLeft(String id, Duration expected) {
        assertThat(left(id))
                .isInstanceOfSatisfying(
                        TtlResult.Expires.class,
                        expires -> assertThat(expires.left())
                                .isLessThanOrEqualTo(expected)
                                .isGreaterThan(expected.minus(TOLERANCE)));
    }
}
