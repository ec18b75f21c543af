package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each test has a shop of its own, because all tests are one client. */
@ParameterizedClass
@EnumSource
class QuotesTest {

    private static final int LIMIT = 5;

    @Parameter
    ShopStore store;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.on(store);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void sixthQuoteOfABurstIsRefusedAndAdmittedAfterTheTimeItWasTold() {
        List<Reply> burst =
                IntStream.rangeClosed(0, LIMIT).mapToObj(i -> quote("ACME")).toList();

        Reply sixth = burst.get(LIMIT);
        assertThat(burst).extracting(Reply::status).containsExactly(200, 200, 200, 200, 200, 429);
        assertThat(burst).allSatisfy(QuotesTest::assertTellsTheLimit);
        ShopTest.assertProblem(sixth, 429, "quota-exceeded");
        assertThat(remaining(sixth)).isZero();
        assertThat(shop.client().count("quotesServed")).isEqualTo(LIMIT);

        Duration wait = Duration.ofSeconds(Integer.parseInt(sixth.header("Retry-After")));
        assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        await().pollDelay(wait)
                .atMost(wait.plusSeconds(1))
                .until(() -> quote("ACME").status() == 200);
    }

    @Test
    void quoteHasItsFieldsAndTellsWhatRemains() {
        Reply quote = quote("ACME");

        assertThat(quote.fields()).containsExactly("symbol", "price", "at");
        assertThat(quote.text("symbol")).isEqualTo("ACME");
        assertThat(remaining(quote)).isEqualTo(LIMIT - 1);
    }

    @Test
    void neitherAnotherSymbolNorAMadeUpAddressHelps() {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(quote("S" + i).status()).isEqualTo(200);
        }

        assertThat(quote("OTHER").status()).isEqualTo(429);
        assertThat(quote("ACME", "X-Forwarded-For", "203.0.113.7").status()).isEqualTo(429);
        assertThat(quote("ACME", "Forwarded", "for=203.0.113.8").status()).isEqualTo(429);
        assertThat(quote("ACME", "X-Real-IP", "203.0.113.9").status()).isEqualTo(429);
    }

    @Test
    void invalidSymbolIsABadRequestAndCostsNothing() {
        ShopTest.assertProblem(quote("not-a-symbol"), 400);

        assertThat(remaining(quote("ACME"))).isEqualTo(LIMIT - 1);
    }

    private Reply quote(String symbol, String... headers) {
        return shop.client().get("/api/quotes/" + symbol, headers);
    }

    private static void assertTellsTheLimit(Reply reply) {
        assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"quotes\";q=5;w=10");
        assertThat(reply.header("RateLimit")).matches("\"quotes\";r=[0-5](;t=\\d+)?");
    }

    private static int remaining(Reply reply) {
        return Integer.parseInt(reply.header("RateLimit").replaceAll(".*;r=(\\d+).*", "$1"));
    }
}
