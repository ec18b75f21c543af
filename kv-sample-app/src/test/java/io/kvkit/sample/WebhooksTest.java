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
class WebhooksTest extends ShopTest {

    private static final String PATH = "/api/webhooks/orders";

    private final String id = "evt_" + UUID.randomUUID();

    @Test
    void eventDeliveredThreeTimesIsProcessedOnce() {
        long before = shop().count("webhooksProcessed");

        List<Reply> replies = List.of(deliver(false), deliver(false), deliver(false));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(replies)
                .extracting(Reply::text)
                .containsExactly(
                        "{\"status\":\"processed\"}", "{\"status\":\"duplicate\"}", "{\"status\":\"duplicate\"}");
        assertThat(shop().count("webhooksProcessed")).isEqualTo(before + 1);
    }

    @Test
    void failedEventIsProcessedWhenItIsDeliveredAgain() {
        long before = shop().count("webhooksProcessed");

        assertThat(deliver(true).status()).isEqualTo(500);
        assertThat(deliver(true).status()).isEqualTo(500);
        assertThat(deliver(false).text("status")).isEqualTo("processed");
        assertThat(deliver(false).text("status")).isEqualTo("duplicate");
        assertThat(shop().count("webhooksProcessed")).isEqualTo(before + 1);
    }

    @Test
    void eventThatFailedThreeTimesIsParkedUntilItIsReleased() {
        long before = shop().count("webhooksProcessed");
        List<Reply> failures = List.of(deliver(true), deliver(true), deliver(true));
        assertThat(failures).extracting(Reply::status).containsOnly(500);
        assertProblem(deliver(false), 409, "event-parked");
        assertThat(shop().count("webhooksProcessed")).isEqualTo(before);

        assertThat(release().text("status")).isEqualTo("released");

        assertThat(deliver(false).text("status")).isEqualTo("processed");
        assertThat(deliver(false).text("status")).isEqualTo("duplicate");
        assertThat(shop().count("webhooksProcessed")).isEqualTo(before + 1);
    }

    @Test
    void onlyParkedEventsAreReleased() {
        assertProblem(release(), 404);
        deliver(false);
        assertProblem(release(), 409);
        assertThat(deliver(false).text("status")).isEqualTo("duplicate");
    }

    @Test
    void crowdOfDeliveriesIsProcessedOnce() {
        long before = shop().count("webhooksProcessed");

        List<Reply> replies = ShopClient.replies(ShopClient.atOnce(16, () -> shop().postAsync(PATH, event("false"))));

        assertThat(replies).extracting(Reply::status).isSubsetOf(200, 409);
        assertThat(shop().count("webhooksProcessed")).isEqualTo(before + 1);
    }

    @Test
    void typeAndFailMayBeAbsent() {
        Reply reply = shop().post(PATH, "{\"id\": \"" + id + "\"}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"order.paid\"}",
                "{\"id\": \"\", \"type\": \"order.paid\"}",
                "{\"id\": null}",
                "{\"id\": {}}",
                "{\"id\": ",
                "null"
            })
    void eventWithoutIdIsABadRequest(String json) {
        long before = shop().count("webhooksProcessed");

        assertProblem(shop().post(PATH, json), 400);

        assertThat(shop().count("webhooksProcessed")).isEqualTo(before);
    }

    private Reply deliver(boolean fail) {
        return shop().post(PATH, event(Boolean.toString(fail)));
    }

    private Reply release() {
        return shop().post(PATH + "/" + id + "/release", "");
    }

    private String event(String fail) {
        return "{\"id\": \"" + id + "\", \"type\": \"order.paid\", \"fail\": " + fail + "}";
    }
}
