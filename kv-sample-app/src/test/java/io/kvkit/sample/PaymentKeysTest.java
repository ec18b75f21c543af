package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@ParameterizedClass
@EnumSource
class PaymentKeysTest extends ShopTest {

    private static final String BODY = "{\"account\":\"alice\",\"amount\":1}";

    private long paymentsBefore;

    @BeforeEach
    void countPayments() {
        paymentsBefore = shop().count("paymentsExecuted");
    }

    @AfterEach
    void nothingWasPaid() {
        assertThat(shop().count("paymentsExecuted")).isEqualTo(paymentsBefore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\"open", "a\"b", "\"a\"b\"", "one,two", "\"\"", "\"a\\b\"", "with space"})
    void malformedKeyIsRefused(String key) {
        assertProblem(shop().post("/api/payments", BODY, "Idempotency-Key", key), 400, "idempotency-key-invalid");
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 10_000})
    void longKeyIsRefused(int length) {
        Reply reply = shop().post("/api/payments", BODY, "Idempotency-Key", "k".repeat(length));

        assertProblem(reply, 400, "idempotency-key-invalid");
        assertThat(reply.text()).doesNotContain("kkkk");
    }

    @Test
    void twoKeysAreRefused() {
        Reply reply = shop().post("/api/payments", BODY, "Idempotency-Key", "one", "Idempotency-Key", "two");

        assertProblem(reply, 400, "idempotency-key-invalid");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 27, 127})
    void keyWithControlCharacterIsRefused(int character) throws IOException {
        assertThat(answerTo("a" + (char) character + "b")).startsWith("HTTP/1.1 400");
    }

    // HTTP clients do not send such headers
    private String answerTo(String key) throws IOException {
        String request = "POST /api/payments HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n"
                + "Idempotency-Key: " + key + "\r\n\r\n" + BODY;
        try (Socket socket = new Socket("127.0.0.1", shop().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
