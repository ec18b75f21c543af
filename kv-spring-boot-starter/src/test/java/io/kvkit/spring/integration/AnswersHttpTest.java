package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class AnswersHttpTest {

    @Nested
    class MvcOnMemory extends AnswersHttpContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnMemory extends AnswersHttpContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends AnswersHttpContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MVC_ON_MEMORY", "WEBFLUX_ON_MEMORY"})
    void headersAreAsTheApplicationWantsThem(Stack stack) {
        try (RunningApp own = stack.start(
                List.of(Answers.class),
                "kv.rate-limit.headers=false",
                "kv.idempotency.lifetime-header=true",
                "kv.idempotency.not-recorded-headers=X-Secret,Access-Control-*",
                "kv.web.problem.help-uri=https://example.org/help")) {
            Http.Call call = own.http().post("/accepted").key("k");
            assertThat(call.send().header("Idempotency-Key-Lifetime")).isEqualTo("5400");
            Reply replay = call.send().hasStatus(202);
            assertThat(replay.header("Idempotency-Key-Lifetime")).isEqualTo("5400");
            assertThat(replay.headers("X-Part")).containsExactly("a", "b", "a");
            assertThat(replay.headers("X-Secret")).isEmpty();
            assertThat(replay.headers("Access-Control-Expose-Headers")).isEmpty();
            Reply keyless = own.http().post("/accepted").send().isProblem(400, "idempotency-key-missing");
            assertThat(keyless.header("Link")).isEqualTo("<https://example.org/help>; rel=\"describedby\"");
            assertLimitsAreQuiet(own.http().get("/five").header("X-Device", "d"));
        }
    }

    private static void assertLimitsAreQuiet(Http.Call call) {
        Reply reply = call.send().hasStatus(200);
        while (reply.status() == 200) {
            assertThat(reply.header("RateLimit")).isNull();
            reply = call.send();
        }
        reply.isProblem(429, "quota-exceeded").hasRetryAfter();
        assertThat(reply.header("RateLimit")).isNull();
        assertThat(reply.header("RateLimit-Policy")).isNull();
    }
}
