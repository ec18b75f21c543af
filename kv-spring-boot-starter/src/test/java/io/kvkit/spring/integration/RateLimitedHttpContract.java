package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code @RateLimited} promises on controllers. */
abstract class RateLimitedHttpContract extends HttpContract {

    RateLimitedHttpContract(Stack stack) {
        super(stack, List.of(Limited.class, Limited.OfClass.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "future", "mono"})
    void limitIsShownAndHolds(String shape) {
        Http.Call call = http.get("/" + shape).user(key);
        for (int left = 1; left >= 0; left--) {
            Reply granted = call.send().hasStatus(200);
            assertThat(granted.header("RateLimit-Policy")).isEqualTo("\"" + shape + "\";q=2;w=3600");
            assertThat(granted.header("RateLimit")).startsWith("\"" + shape + "\";r=" + left + ";t=");
            assertThat(granted.header("Retry-After")).isNull();
        }
        Reply refused = call.send().isProblem(429, "quota-exceeded").hasRetryAfter();
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"" + shape + "\";q=2;w=3600");
        assertThat(refused.header("RateLimit")).startsWith("\"" + shape + "\";r=0;t=");
        assertThat(refused.text()).contains("\"violated-policies\":[\"" + shape + "\"]");
        http.get("/" + shape).user("not " + key).send().hasStatus(200);
    }

    @Test
    void madeUpAddressesChangeNothing() {
        http.get("/by-ip").header("X-Forwarded-For", "192.0.2.1").send().hasStatus(200);
        http.get("/by-ip").header("Forwarded", "for=192.0.2.2").send().hasStatus(200);
        http.get("/by-ip").header("X-Forwarded-For", "192.0.2.3").send().isProblem(429, "quota-exceeded");
    }

    @Test
    void keyIsWhatItsExpressionSays() {
        http.get("/by-name?name=" + key).send().hasStatus(200);
        http.get("/by-name?name=" + key).user("ada").send().isProblem(429, "quota-exceeded");
        http.get("/by-name?name=other" + key).send().hasStatus(200);
        http.get("/by-header").header("X-Api-Key", key).send().hasStatus(200);
        http.get("/by-header").header("X-Api-Key", key).send().isProblem(429, "quota-exceeded");
    }

    @Test
    void nullKeyIsTheMistakeOfTheClient() {
        http.get("/by-name").send().isProblem(400, "key-missing");
        http.get("/by-header").send().isProblem(400, "key-missing");
    }

    @Test
    void valueThatAnExpressionCannotReadIsTheMistakeOfTheClient() {
        http.get("/by-code?code=abc").send().isProblem(400, "key-invalid");
        http.get("/by-code?code=abcdef").send().hasStatus(200);
        http.get("/by-pages?pages=-1&who=" + key).send().isProblem(400, "key-invalid");
    }

    @Test
    void callThatCostsNothingPassesAlsoWhenTheLimitIsUsedUp() {
        http.get("/by-pages?pages=2&who=" + key).send().hasStatus(200);
        http.get("/by-pages?pages=1&who=" + key).send().isProblem(429, "quota-exceeded");
        http.get("/by-pages?pages=0&who=" + key).send().hasStatus(200);
    }

    @Test
    void severalLimitsAreChargedTogetherOrNotAtAll() {
        Reply first = http.get("/several?book=" + key).user(key).send().hasStatus(200);
        assertThat(first.header("RateLimit")).contains("\"of-user\";r=9", "\"of-book\";r=0");
        for (int i = 0; i < 5; i++) {
            Reply refused = http.get("/several?book=" + key).user(key).send();
            refused.isProblem(429, "quota-exceeded");
            assertThat(refused.text()).contains("\"violated-policies\":[\"of-book\"]");
        }
        Reply other = http.get("/several?book=other" + key).user(key).send().hasStatus(200);
        assertThat(other.header("RateLimit")).contains("\"of-user\";r=8");
    }

    @Test
    void limitOfAClassIsSharedByItsHandlers() {
        http.get("/of-class/one").user(key).send().hasStatus(200);
        http.get("/of-class/two").user(key).send().hasStatus(200);
        http.get("/of-class/one").user(key).send().isProblem(429, "quota-exceeded");
        http.get("/of-class/two").user(key).send().isProblem(429, "quota-exceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pay-future", "pay-mono"})
    void everyAnnotationOfAHandlerKnowsTheRequest(String shape) {
        Http.Call call = http.post("/" + shape).user(key).key(key);
        Reply first = call.send().hasStatus(200);
        Reply second = call.send().hasStatus(200);
        assertThat(second.replayed()).isTrue();
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("RateLimit")).as("a replay is charged").contains(";r=0;");
        call.send().isProblem(429, "quota-exceeded");
    }
}
