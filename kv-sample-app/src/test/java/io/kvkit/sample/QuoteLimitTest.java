package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Tag("slow")
@ParameterizedClass
@EnumSource
class QuoteLimitTest extends ShopTest {

    private static final String PATH = "/api/limits/quotes";

    @Test
    void shadowModeRefusesNobodyAndCountsTheSame() {
        JsonNode before = shop().put(PATH, "{\"mode\": \"shadow\"}").json();
        Permits permits = new Permits();

        assertThat(quotes(12)).containsOnly(200);

        JsonNode after = shop().get(PATH).json();
        long admitted = more("admitted", before, after);
        permits.assertUsedUpBy(admitted);
        assertThat(more("wouldBeRefused", before, after)).isEqualTo(12 - admitted);
        assertThat(more("refused", before, after)).isZero();
        assertThat(after.path("shadow").asBoolean()).isTrue();
    }

    @Test
    void enforcedLimitRefusesWhatShadowModeCounted() {
        shop().put(PATH, "{\"mode\": \"shadow\"}");
        Permits permits = new Permits();
        quotes(12);

        JsonNode before = shop().put(PATH, "{\"mode\": \"enforce\"}").json();
        List<Integer> answers = quotes(12);

        JsonNode after = shop().get(PATH).json();
        long refused = answers.stream().filter(status -> status == 429).count();
        assertThat(refused).isGreaterThanOrEqualTo(12 - permits.back());
        assertThat(more("refused", before, after)).isEqualTo(refused);
        assertThat(more("wouldBeRefused", before, after)).isZero();
        assertThat(after.path("shadow").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"mode\": \"off\"}", "{}", "["})
    void whatIsNoModeIsABadRequest(String json) {
        assertProblem(shop().put(PATH, json), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token-bucket", "sliding-window", "fixed-window", "strict-window", "calendar-window"})
    void eachAlgorithmHasAPathWithItsLimit(String name) {
        Reply reply = shop().get("/api/algorithms/" + name);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("RateLimit-Policy"))
                .isEqualTo("\"" + name + "\";q=5;w=" + (name.startsWith("calendar") ? 60 : 2));
        assertThat(reply.header("RateLimit")).startsWith("\"" + name + "\";r=4");
    }

    @Test
    void unknownAlgorithmIsABadRequest() {
        assertProblem(shop().get("/api/algorithms/leaky-bucket"), 400);
    }

    private List<Integer> quotes(int number) {
        return Stream.generate(() -> shop().get("/api/quotes/ACME").status())
                .limit(number)
                .toList();
    }

    private static long more(String count, JsonNode before, JsonNode after) {
        return after.path(count).asLong() - before.path(count).asLong();
    }
}
