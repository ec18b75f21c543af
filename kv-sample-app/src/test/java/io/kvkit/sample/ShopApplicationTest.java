package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
@ParameterizedClass
@EnumSource
class ShopApplicationTest extends ShopTest {

    @Test
    void statisticsNameTheStore() {
        Reply stats = shop().get("/api/stats");

        assertThat(stats.fields())
                .containsExactly("productLoads", "paymentsExecuted", "quotesServed", "webhooksProcessed", "store");
        assertThat(stats.text("store")).isEqualTo(store.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void healthIsUp() {
        Reply health = shop().get("/actuator/health");

        assertThat(health.status()).as(health.text()).isEqualTo(200);
        assertThat(health.text("status")).isEqualTo("UP");
    }

    @Test
    void pageIsServedWithItsFiles() {
        Reply page = shop().get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        Matcher file = Pattern.compile("(?:href|src)=\"([^\"#]+)\"").matcher(page.text());
        while (file.find()) {
            assertThat(shop().get("/" + file.group(1)).status())
                    .as(file.group(1))
                    .isEqualTo(200);
        }
    }

    @Test
    void unknownPathIsAProblem() {
        assertProblem(shop().get("/api/nothing"), 404);
    }
}
