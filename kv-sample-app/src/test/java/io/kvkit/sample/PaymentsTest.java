package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@ParameterizedClass
@EnumSource
class PaymentsTest extends ShopTest {

    private static final String BODY = "{\"account\": \"alice\", \"amount\": 12.50}";

    private final String key = UUID.randomUUID().toString();

    @Test
    void firstPaymentIsCreatedWhereItsLocationSays() {
        Reply payment = pay(key, BODY);

        assertThat(payment.status()).as(payment.text()).isEqualTo(201);
        assertThat(payment.fields()).containsExactly("id", "account", "amount", "createdAt");
        assertThat(payment.text("account")).isEqualTo("alice");
        assertThat(payment.json().path("amount").asDouble()).isEqualTo(12.5);
        assertThat(payment.header("Location")).isEqualTo("/api/payments/" + payment.text("id"));
        assertThat(shop().get(payment.header("Location")).text()).isEqualTo(payment.text());
    }

    @Test
    void replayIsIdenticalToTheByteAndSaysSo() {
        long before = shop().count("paymentsExecuted");
        Reply first = pay(key, BODY);

        Reply replay = pay(key, BODY);

        assertThat(first.header("Idempotent-Replayed")).isNotEqualTo("true");
        assertThat(replay.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(replay.status()).isEqualTo(201);
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(replay.header("Location")).isEqualTo(first.header("Location"));
        assertThat(replay.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(shop().count("paymentsExecuted")).isEqualTo(before + 1);
    }

    @Test
    void sameBodyWrittenOtherwiseIsAReplay() {
        Reply first = pay(key, BODY);

        Reply replay = pay(key, "{ \"amount\":12.50,\"account\":\"alice\" }");

        assertThat(replay.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(replay.body()).isEqualTo(first.body());
    }

    @Test
    void quotedKeyIsTheBareKey() {
        Reply first = pay(key, BODY);

        assertThat(pay('"' + key + '"', BODY).body()).isEqualTo(first.body());
    }

    @Test
    void otherPaymentUnderTheSameKeyIsRefused() {
        pay(key, BODY);

        assertProblem(pay(key, "{\"account\": \"alice\", \"amount\": 99}"), 422, "idempotency-key-reused");
    }

    @Test
    void paymentWithoutKeyIsRefused() {
        assertProblem(shop().post("/api/payments", BODY), 400, "idempotency-key-missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"account\": \"alice\", \"amount\": 0}",
                "{\"account\": \"alice\", \"amount\": -5}",
                "{\"account\": \"alice\"}",
                "{\"account\": \" \", \"amount\": 1}",
                "{\"amount\": 1}",
                "{\"account\": \"alice\", \"amount\": \"much\"}",
                "{\"account\": \"alice\",",
                "[]"
            })
    void invalidPaymentLeavesItsKeyFree(String invalid) {
        assertProblem(pay(key, invalid), 400);

        assertThat(pay(key, BODY).status()).isEqualTo(201);
    }

    @Test
    void crowdWithOneKeyPaysOnce() {
        long before = shop().count("paymentsExecuted");

        List<Reply> replies = ShopClient.replies(
                ShopClient.atOnce(16, () -> shop().postAsync("/api/payments", BODY, "Idempotency-Key", key)));

        // Who comes after the end of the first one gets its answer.
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 201)
                .filteredOn(reply -> reply.header("Idempotent-Replayed").isEmpty())
                .hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() != 201).allSatisfy(reply -> {
            assertProblem(reply, 409, "idempotency-in-progress");
            assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
        });
        assertThat(shop().count("paymentsExecuted")).isEqualTo(before + 1);
        assertThat(pay(key, BODY).header("Idempotent-Replayed")).isEqualTo("true");
    }

    private Reply pay(String key, String json) {
        return shop().post("/api/payments", json, "Idempotency-Key", key);
    }
}
