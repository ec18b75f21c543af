package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
@ParameterizedClass
@EnumSource
class QuotesTest extends ShopTest {

    private static final int LIMIT = 5;

    @Test
    void burstIsRefusedBeyondTheLimitAndAdmittedAfterTheTimeItWasTold() {
        Permits permits = new Permits();
        List<Reply> admitted = new ArrayList<>();
        Reply refused = quote("ACME");
        while (refused.status() == 200) {
            admitted.add(refused);
            refused = quote("ACME");
        }

        permits.assertUsedUpBy(admitted.size());
        assertThat(admitted).allSatisfy(QuotesTest::assertTellsTheLimit);
        assertTellsTheLimit(refused);
        assertProblem(refused, 429, "quota-exceeded");
        assertThat(remaining(refused)).isZero();
        assertThat(shop().count("quotesServed")).isEqualTo(admitted.size());

        Duration wait = Duration.ofSeconds(Integer.parseInt(refused.header("Retry-After")));
        assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        await().pollDelay(wait).atMost(wait.plusMinutes(1)).until(() -> true);
        assertThat(quote("ACME").status()).isEqualTo(200);
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
        Permits permits = new Permits();
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < LIMIT; i++) {
            replies.add(quote("S" + i));
        }
        replies.add(quote("OTHER"));
        replies.add(quote("ACME", "X-Forwarded-For", "203.0.113.7"));
        replies.add(quote("ACME", "Forwarded", "for=203.0.113.8"));
        replies.add(quote("ACME", "X-Real-IP", "203.0.113.9"));

        assertThat(replies).extracting(Reply::status).containsOnly(200, 429);
        permits.assertUsedUpBy(
                replies.stream().filter(reply -> reply.status() == 200).count());
    }

    @Test
    void invalidSymbolIsABadRequestAndCostsNothing() {
        assertProblem(quote("not-a-symbol"), 400);

        assertThat(remaining(quote("ACME"))).isEqualTo(LIMIT - 1);
    }

    private Reply quote(String symbol, String... headers) {
        return shop().get("/api/quotes/" + symbol, headers);
    }

    private static void assertTellsTheLimit(Reply reply) {
        assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"quotes\";q=5;w=10");
        assertThat(reply.header("RateLimit")).matches("\"quotes\";r=[0-5](;t=\\d+)?");
    }

    private static int remaining(Reply reply) {
        return Integer.parseInt(reply.header("RateLimit").replaceAll(".*;r=(\\d+).*", "$1"));
    }
}
