package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.kvkit.store.KvException;
import io.kvkit.store.TtlResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of a type, as a client gives them. */
abstract class TypedValuesContract extends ClientGroup {

    private static final String KEY = "customer-4711";

    record Price(BigDecimal amount, Optional<String> currency, LocalDate day, Instant at, Duration age) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Card.class, name = "card"),
        @JsonSubTypes.Type(value = Cash.class, name = "cash")
    })
    sealed interface Payment {}

    record Card(String number) implements Payment {}

    record Cash(int cents) implements Payment {}

    record Count(int cents) {}

    static final class Loop {
        public Loop getSelf() {
            return this;
        }
    }

    private static Price price(String amount) {
        return new Price(
                new BigDecimal(amount),
                Optional.of("EUR"),
                LocalDate.of(2026, 2, 28),
                Instant.parse("2026-02-28T10:15:30.123456789Z"),
                Duration.ofMillis(1_500));
    }

    @Test
    void recordIsReadAsItWasWritten() {
        KvValues<Price> prices = client.values(Price.class);
        assertThat(prices.get(KEY)).isNull();
        prices.set(KEY, price("9.90"));
        assertThat(prices.get(KEY)).isEqualTo(price("9.90"));
        assertThat(client.ttl(KEY)).isInstanceOf(TtlResult.NoExpiry.class);
        prices.set(KEY, price("7.50"), MINUTE);
        assertThat(prices.get(KEY)).isEqualTo(price("7.50"));
        assertThat(client.ttl(KEY)).isInstanceOf(TtlResult.Expires.class);
    }

    @Test
    void genericTypesKeepTheirArguments() {
        KvValues<Map<String, List<Price>>> history = client.values(new TypeRef<>() {});
        history.set(KEY, Map.of("sku-1", List.of(price("1"), price("2.50"))));
        assertThat(history.get(KEY).get("sku-1").get(1)).isEqualTo(price("2.50"));
    }

    @Test
    void sealedTypesAreToldApartByTheirNames() {
        KvValues<List<Payment>> payments = client.values(new TypeRef<>() {});
        payments.set(KEY, List.of(new Card("4711"), new Cash(250)));
        assertThat(payments.get(KEY)).containsExactly(new Card("4711"), new Cash(250));
        KvValues<Payment> payment = client.values(Payment.class);
        payment.set(KEY, new Cash(1));
        assertThat(payment.get(KEY)).isEqualTo(new Cash(1));
        assertThat(client.get(KEY)).isEqualTo(bytes("{\"kind\":\"cash\",\"cents\":1}"));
    }

    @Test
    void textAndBytesAreWrittenAsTheyAre() {
        client.values(String.class).set(KEY, "\u00e4 \"quoted\"");
        assertThat(client.get(KEY)).isEqualTo(bytes("\u00e4 \"quoted\""));
        assertThat(client.values(String.class).get(KEY)).isEqualTo("\u00e4 \"quoted\"");
        client.values(byte[].class).set(KEY, new byte[] {0, -1});
        assertThat(client.get(KEY)).containsExactly(0, -1);
        assertThat(client.values(byte[].class).get(KEY)).containsExactly(0, -1);
    }

    @Test
    void firstOfTwoWritesIfAbsentWins() {
        KvValues<Cash> values = client.values(Cash.class);
        assertThat(values.setIfAbsent(KEY, new Cash(1))).isTrue();
        assertThat(values.setIfAbsent(KEY, new Cash(2), MINUTE)).isFalse();
        assertThat(values.get(KEY)).isEqualTo(new Cash(1));
    }

    @Test
    void batchesHoldValuesOfTheType() {
        KvValues<Cash> values = client.values(Cash.class);
        values.mset(Map.of("a", new Cash(1))).orThrow();
        values.mset(Map.of("b", new Cash(2)), MINUTE).orThrow();
        assertThat(values.mget(List.of("a", "b", "c")).orThrow())
                .containsOnly(Map.entry("a", new Cash(1)), Map.entry("b", new Cash(2)));
        assertThat(client.ttl("a")).isInstanceOf(TtlResult.NoExpiry.class);
        assertThat(client.ttl("b")).isInstanceOf(TtlResult.Expires.class);
    }

    @Test
    void valueThatCannotBeEncodedIsAPermanentFailureThatChangesNothing() {
        KvValues<Loop> loops = client.values(Loop.class);
        assertRefused(() -> loops.set(KEY, new Loop()));
        assertRefused(() -> loops.set(KEY, new Loop(), MINUTE));
        assertRefused(() -> loops.setIfAbsent(KEY, new Loop()));
        assertRefused(() -> client.values(String.class).set(KEY, HALF_A_SURROGATE));
        assertThat(client.exists(KEY)).isFalse();
    }

    @Test
    void valueThatCannotBeEncodedIsTheFailureOfItsKeyOnly() {
        KvValues<Object> values = client.values(Object.class);
        var written = values.mset(Map.of("good", "text", KEY, new Loop()));
        assertThat(written.values()).containsOnly(Map.entry("good", true));
        assertThat(written.failures()).containsOnlyKeys(KEY);
        assertRefused(written::orThrow);
        assertThat(client.scan("", 10)).containsExactly("good");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "{\"cents\":\"secret\"}",
                "{\"cents\":1} secret",
                "",
                "null",
                "[\"secret\"]",
                "{\"cents\":1"
            })
    void bytesThatAreNoValueOfTheTypeAreAPermanentFailure(String bytes) {
        client.set(KEY, bytes(bytes));
        assertRefused(() -> client.values(Count.class).get(KEY));
        assertThat(client.get(KEY)).isEqualTo(bytes(bytes));
    }

    @Test
    void bytesThatAreNoTextAreAPermanentFailure() {
        client.set(KEY, new byte[] {(byte) 0xc3, 0x28});
        assertRefused(() -> client.values(String.class).get(KEY));
    }

    @Test
    void bytesThatAreNoValueOfTheTypeAreTheFailureOfTheirKeyOnly() {
        client.mset(Map.of("good", bytes("{\"cents\":1}"), KEY, bytes("secret")))
                .orThrow();
        var read = client.values(Count.class).mget(List.of("good", KEY, "missing"));
        assertThat(read.values()).containsOnly(Map.entry("good", new Count(1)));
        assertThat(read.failures()).containsOnlyKeys(KEY);
        assertRefused(read::orThrow);
    }

    private static void assertRefused(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(KvException.class, failure -> {
            assertThat(isPermanent(failure)).isTrue();
            assertThat(failure.key()).contains("kv:raw#").doesNotContain(KEY);
            assertThat(trace(failure)).doesNotContain("secret").doesNotContain(KEY);
        });
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
