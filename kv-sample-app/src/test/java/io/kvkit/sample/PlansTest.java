package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@ParameterizedClass
@EnumSource
class PlansTest extends ShopTest {

    private final String account = "ada-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void upgradeAdmitsTheNextCallOfAnExhaustedAccount() {
        Reply refused = search();
        while (refused.status() == 200) {
            refused = search();
        }
        assertProblem(refused, 429, "quota-exceeded");

        Reply change = shop().put(plan(), "{\"plan\": \"pro\"}");
        Reply next = search();

        assertThat(change.text("plan")).isEqualTo("pro");
        assertThat(next.status()).as(next.text()).isEqualTo(200);
        assertThat(next.header("RateLimit-Policy")).isEqualTo("\"search\";q=60;w=60");
    }

    @ParameterizedTest
    @CsvSource({"free, 5", "team, 20", "pro, 60"})
    void planSaysHowOftenItsAccountMaySearch(String plan, int limit) {
        shop().put(plan(), "{\"plan\": \"" + plan + "\"}");

        Reply reply = search();

        assertThat(shop().get(plan()).text("plan")).isEqualTo(plan);
        assertThat(reply.text()).startsWith("[\"Oak Desk\",");
        assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"search\";q=" + limit + ";w=60");
        assertThat(reply.header("RateLimit")).startsWith("\"search\";r=" + (limit - 1) + ";");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"plan\": \"gold\"}", "{\"plan\": null}", "{}", "{"})
    void whatIsNoPlanIsABadRequestAndChangesNothing(String json) {
        assertProblem(shop().put(plan(), json), 400);

        assertThat(shop().get(plan()).text("plan")).isEqualTo("free");
    }

    @Test
    void whatIsNoAccountIsABadRequest() {
        assertProblem(shop().get("/api/search?account=A%20B&text=oak"), 400);
        assertProblem(shop().get("/api/accounts/A/plan"), 400);
    }

    private String plan() {
        return "/api/accounts/" + account + "/plan";
    }

    private Reply search() {
        return shop().get("/api/search?account=" + account + "&text=oak");
    }
}
