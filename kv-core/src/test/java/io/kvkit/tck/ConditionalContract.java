package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import io.kvkit.store.TtlResult;
import io.kvkit.value.SetIfAbsentResult;
import io.kvkit.value.Values;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that depend on what is there. */
public abstract class ConditionalContract extends ContractGroup {

    private static final Ttl HOUR = Ttl.of(Duration.ofHours(1));

    @Test
    void firstValueIsWrittenAndHeld() {
        SetIfAbsentResult result = setIfAbsent("one");
        assertThat(result.written()).isTrue();
        assertThat(result.holds(bytes("one"))).isTrue();
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
        assertThat(await(store.apply(key("a"), Values.ttl()))).isInstanceOf(TtlResult.Expires.class);
    }

    @Test
    void secondValueIsRefusedAndTheFirstIsTold() {
        setIfAbsent("one");
        SetIfAbsentResult second = setIfAbsent("two");
        assertThat(second.written()).isFalse();
        assertThat(second.holds(bytes("one"))).isTrue();
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
    }

    @Test
    void uniqueValueThatIsSentAgainIsKnownAsItsOwn() {
        setIfAbsent("mine");
        assertThat(setIfAbsent("mine").holds(bytes("mine"))).isTrue();
    }

    @Test
    void refusedValueDoesNotProlongTheFirst() {
        setIfAbsent("one");
        advance(Duration.ofMinutes(59));
        setIfAbsent("two");
        advance(Duration.ofMinutes(1));
        assertThat(setIfAbsent("three").written()).isTrue();
    }

    @Test
    void setIfAbsentWithoutExpiryDoesNotExpire() {
        await(store.apply(key("a"), Values.setIfAbsent(bytes("one"), Ttl.NONE)));
        assertThat(await(store.apply(key("a"), Values.ttl()))).isEqualTo(new TtlResult.NoExpiry());
    }

    @Test
    void emptyValueThatIsThereIsNotAbsent() {
        await(store.set(key("a"), new byte[0], Ttl.NONE));
        SetIfAbsentResult result = setIfAbsent("one");
        assertThat(result.written()).isFalse();
        assertThat(result.held()).isEmpty();
    }

    @Test
    void numberCountsFromZero() {
        assertThat(increment(5)).isEqualTo(5);
        assertThat(increment(-7)).isEqualTo(-2);
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("-2"));
    }

    @Test
    void numbersAbove53BitsAreExact() {
        assertThat(increment(9_007_199_254_740_993L)).isEqualTo(9_007_199_254_740_993L);
        assertThat(increment(2)).isEqualTo(9_007_199_254_740_995L);
        assertThat(increment(Long.MAX_VALUE - 9_007_199_254_740_995L)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void newNumberGetsTheExpiryAndAPresentOneKeepsIts() {
        increment(1);
        advance(Duration.ofMinutes(59));
        assertThat(increment(1)).isEqualTo(2);
        advance(Duration.ofMinutes(1));
        assertThat(increment(1)).isEqualTo(1);
    }

    @Test
    void presentNumberWithoutExpiryGetsNone() {
        await(store.set(key("a"), bytes("1"), Ttl.NONE));
        increment(1);
        assertThat(await(store.apply(key("a"), Values.ttl()))).isEqualTo(new TtlResult.NoExpiry());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", " 1", "1 ", "+1", "01", "1.0", "1e3", "-0", "9223372036854775808"})
    void whatIsNoNumberIsRefusedAndLeftAsItIs(String value) {
        await(store.set(key("a"), bytes(value), Ttl.NONE));
        assertRefused(1);
        assertThat(await(store.get(key("a")))).isEqualTo(bytes(value));
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 1",
        "1, 9223372036854775807",
        "-9223372036854775808, -1",
        "-1, -9223372036854775808"
    })
    void sumThatDoesNotFitIsRefusedAndChangesNothing(String value, long by) {
        await(store.set(key("a"), bytes(value), Ttl.NONE));
        assertRefused(by);
        assertThat(await(store.get(key("a")))).isEqualTo(bytes(value));
    }

    @Test
    void valueIsReplacedOnlyIfItIsTheExpectedOne() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        assertThat(compareAndSet("other", "two")).isFalse();
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
        assertThat(compareAndSet("one", "two")).isTrue();
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("two"));
    }

    @Test
    void missingKeyIsNeverReplaced() {
        assertThat(compareAndSet("", "two")).isFalse();
        assertThat(await(store.exists(key("a")))).isFalse();
    }

    @Test
    void replacementMayKeepTheExpiry() {
        setIfAbsent("one");
        assertThat(await(store.apply(key("a"), Values.compareAndSet(bytes("one"), bytes("two"), Ttl.KEEP))))
                .isTrue();
        assertThat(await(store.apply(key("a"), Values.ttl()))).isInstanceOf(TtlResult.Expires.class);
        assertThat(await(store.apply(key("a"), Values.compareAndSet(bytes("two"), bytes("three"), Ttl.NONE))))
                .isTrue();
        assertThat(await(store.apply(key("a"), Values.ttl()))).isEqualTo(new TtlResult.NoExpiry());
    }

    @Test
    void keyIsRemovedOnlyIfItsValueIsTheExpectedOne() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        assertThat(compareAndDelete("on")).isFalse();
        assertThat(compareAndDelete("one")).isTrue();
        assertThat(compareAndDelete("one")).isFalse();
        assertThat(await(store.exists(key("a")))).isFalse();
    }

    private SetIfAbsentResult setIfAbsent(String value) {
        return await(store.apply(key("a"), Values.setIfAbsent(bytes(value), HOUR)));
    }

    private long increment(long by) {
        return await(store.apply(key("a"), Values.increment(by, HOUR)));
    }

    private boolean compareAndSet(String expected, String value) {
        return await(store.apply(key("a"), Values.compareAndSet(bytes(expected), bytes(value), Ttl.NONE)));
    }

    private boolean compareAndDelete(String expected) {
        return await(store.apply(key("a"), Values.compareAndDelete(bytes(expected))));
    }

    private void assertRefused(long by) {
        assertThatThrownBy(() -> increment(by)).isInstanceOfSatisfying(KvException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(KvException.Kind.PERMANENT);
            assertThat(failure.outcome()).isEqualTo(KvException.Outcome.NOT_APPLIED);
            assertThat(failure).hasMessageNotContaining(under.prefix() + ":kv:raw:a");
        });
    }
}
