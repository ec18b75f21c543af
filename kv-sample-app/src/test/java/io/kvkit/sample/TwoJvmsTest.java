package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two processes on one Redis are one shop. */
@Tag("slow")
@ExtendWith(Shared.class)
class TwoJvmsTest {

    private static SecondJvm far;

    private Shop here;

    @BeforeAll
    static void open() {
        far = SecondJvm.launch(Shared.shop(ShopStore.REDIS).arguments());
        far.awaitOpen();
    }

    @AfterAll
    static void close() {
        far.close();
    }

    @BeforeEach
    void startOver() {
        here = Shared.shop(ShopStore.REDIS);
    }

    @Test
    void crowdsOnBothAreServedByOneLoad() {
        long before = far.client().count("productLoads");
        List<CompletableFuture<Reply>> requests = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            requests.add(here.client().getAsync("/api/products/9"));
            requests.add(far.client().getAsync("/api/products/9"));
        }

        List<Reply> replies = ShopClient.replies(requests);

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(replies).extracting(Reply::text).containsOnly(replies.get(0).text());
        assertThat(here.client().count("productLoads") + far.client().count("productLoads"))
                .isEqualTo(before + 1);
    }

    @Test
    void priceChangedOnOneIsReadOnTheOther() {
        for (String price : List.of("12.34", "43.21")) {
            here.client().get("/api/products/11");
            far.client().get("/api/products/11");
            here.client().put("/api/products/11", "{\"price\": " + price + "}");
            assertThat(far.client().get("/api/products/11").text()).contains("\"price\":" + price);
        }
        far.client().put("/api/products/11", "{\"price\": 5}");
        assertThat(here.client().get("/api/products/11").text()).contains("\"price\":5.00");
    }

    @Test
    void priceChangedOnOneIsReadOnTheOtherWithoutTheCacheToo() {
        here.client().put("/api/products/12", "{\"price\": 99.99}");

        Reply loaded = far.client().get("/api/products/12");

        assertThat(loaded.text()).as("a cold key").contains("\"price\":99.99");
    }

    @Test
    void answerOfTheOtherComesFromTheStore() {
        assertThat(here.client().get("/api/products/31").header("Cache-Status")).isEqualTo("products; fwd=miss");
        assertThat(far.client().get("/api/products/31").header("Cache-Status"))
                .isEqualTo("products; hit; detail=store");
    }

    @Test
    void tagClearedOnOneIsLoadedAgainOnTheOther() {
        Reply before = far.client().get("/api/products/41");
        Reply other = far.client().get("/api/products/51");

        assertThat(here.client().delete("/api/caches/products?tag=Copper").status())
                .isEqualTo(204);

        Reply after = far.client().get("/api/products/41");
        assertThat(after.header("Cache-Status")).isEqualTo("products; fwd=miss");
        assertThat(after.text("loadedAt")).isNotEqualTo(before.text("loadedAt"));
        assertThat(far.client().get("/api/products/51").text()).isEqualTo(other.text());
    }

    @Test
    void paymentMadeOnOneIsFoundOnTheOther() {
        Reply payment = here.client()
                .post(
                        "/api/payments",
                        "{\"account\": \"bob\", \"amount\": 7}",
                        "Idempotency-Key",
                        UUID.randomUUID().toString());

        Reply found = far.client().get(payment.header("Location"));

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.text()).isEqualTo(payment.text());
    }

    @Test
    void paymentMadeHereIsReplayedThere() {
        String key = UUID.randomUUID().toString();
        String body = "{\"account\": \"alice\", \"amount\": 3}";
        Reply first = here.client().post("/api/payments", body, "Idempotency-Key", key);

        Reply replay = far.client().post("/api/payments", body, "Idempotency-Key", key);

        assertThat(replay.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(far.client().count("paymentsExecuted")).isZero();
    }

    @Test
    void eventProcessedHereIsADuplicateThere() {
        String event = "{\"id\": \"evt_" + UUID.randomUUID() + "\"}";

        assertThat(here.client().post("/api/webhooks/orders", event).text("status"))
                .isEqualTo("processed");
        assertThat(far.client().post("/api/webhooks/orders", event).text("status"))
                .isEqualTo("duplicate");
    }

    @Test
    void planChangedHereHoldsThere() {
        String account = "/api/accounts/grace/plan";
        assertThat(far.client().get(account).text("plan")).isEqualTo("free");

        here.client().put(account, "{\"plan\": \"team\"}");

        assertThat(far.client().get("/api/search?account=grace&text=oak").header("RateLimit-Policy"))
                .isEqualTo("\"search\";q=20;w=60");
    }

    @Test
    void clientHasOneLimitOnBoth() {
        Permits permits = new Permits();
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(here.client().get("/api/quotes/ACME").status());
            answers.add(far.client().get("/api/quotes/ACME").status());
        }

        assertThat(answers).containsOnly(200, 429);
        permits.assertUsedUpBy(answers.stream().filter(status -> status == 200).count());
    }
}
