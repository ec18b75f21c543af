package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The headers of answers. */
abstract class AnswersHttpContract extends HttpContract {

    AnswersHttpContract(Stack stack) {
        super(stack, List.of(Answers.class), "kv.rate-limit.trusted-proxies=127.0.0.0/8");
    }

    @Test
    void headersOfAnAcceptedRequestAreReplayed() {
        Reply first = http.post("/accepted").key(key).send().hasStatus(202);
        Reply second = http.post("/accepted").key(key).send().hasStatus(202);
        assertThat(second.replayed()).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
        for (Reply reply : List.of(first, second)) {
            assertThat(reply.header("Retry-After")).isEqualTo("120");
            assertThat(reply.headers("Access-Control-Expose-Headers")).containsExactly("Location", "X-Part");
            assertThat(reply.headers("X-Part")).containsExactly("a", "b", "a");
            assertThat(reply.header("Idempotency-Key-Lifetime")).isNull();
        }
    }

    @Test
    void limitIsToldAsTheDraftSays() {
        Http.Call call = http.get("/five").header("X-Device", key);
        Reply granted = call.send().hasStatus(200);
        assertThat(granted.header("RateLimit-Policy")).isEqualTo("\"five\";q=5;w=10");
        assertThat(granted.header("RateLimit")).isEqualTo("\"five\";r=4;t=2");
        Reply refused = granted;
        while (refused.status() == 200) {
            refused = call.send();
        }
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"five\";q=5;w=10");
        assertThat(refused.header("RateLimit")).isEqualTo("\"five\";r=0;t=2");
        refused.isProblem(429, "quota-exceeded");
    }

    @Test
    void quotaIsNotTheBurst() {
        Reply granted = http.get("/burst").header("X-Device", key).send().hasStatus(200);
        assertThat(granted.header("RateLimit-Policy")).isEqualTo("\"burst\";q=5;w=10");
        assertThat(granted.header("RateLimit")).isEqualTo("\"burst\";r=19;t=2");
    }

    @Test
    void refusalThatAFallbackAnswersAsksNobodyToComeBack() {
        Http.Call call = http.get("/answered").header("X-Device", key);
        call.send().hasStatus(200);
        Reply answered = call.send().hasStatus(200);
        assertThat(answered.text()).isEqualTo("an old quote");
        assertThat(answered.header("Retry-After")).isNull();
        assertThat(answered.header("RateLimit")).startsWith("\"answered\";r=0;t=");
    }

    @Test
    void keyMayGoByTheNetworkOfTheClient() {
        for (String address : List.of("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")) {
            fromAddress(address).hasStatus(200);
        }
        fromAddress("2001:db8:1:2::3").isProblem(429, "quota-exceeded");
        fromAddress("2001:db8:1:3::1").hasStatus(200);
    }

    private Reply fromAddress(String address) {
        return http.get("/network")
                .header("X-Device", key)
                .header("X-Forwarded-For", address)
                .send();
    }

    @Test
    void callersWithoutANameCanBeToldApart() {
        Reply one = http.post("/each").key(key).header("X-Device", "1").send().hasStatus(200);
        Reply other = http.post("/each").key(key).header("X-Device", "2").send().hasStatus(200);
        assertThat(other.replayed()).isFalse();
        Reply again = http.post("/each").key(key).header("X-Device", "1").send().hasStatus(200);
        assertThat(again.body()).isEqualTo(one.body());
        http.post("/each").key(key).user("ada").send().hasStatus(200);
    }

    @Test
    void parametersOfAQuotedKeyAreIgnored() {
        Reply first = http.post("/accepted").key('"' + key + "\";v=1").send().hasStatus(202);
        Reply second = http.post("/accepted").key('"' + key + "\"; w").send().hasStatus(202);
        assertThat(second.body()).isEqualTo(first.body());
    }
}
