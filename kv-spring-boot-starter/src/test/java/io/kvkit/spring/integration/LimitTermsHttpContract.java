package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of controllers that charge by the answer, or refuse nothing. */
abstract class LimitTermsHttpContract extends HttpContract {

    LimitTermsHttpContract(Stack stack, List<Class<?>> handlers) {
        super(stack, handlers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thrown", "returned", "future", "mono"})
    void wrongLoginsLockAndRightOnesDoNot(String shape) {
        locks(shape);
    }

    final void locks(String shape) {
        for (int i = 0; i < 5; i++) {
            Reply in = send(shape, 200).hasStatus(200);
            assertThat(in.header("RateLimit")).contains(";r=1;");
        }
        send(shape, 401).hasStatus(401);
        send(shape, 200).hasStatus(200);
        send(shape, 403).hasStatus(403);
        send(shape, 200).isProblem(429, "quota-exceeded").hasRetryAfter();
    }

    @Test
    void failedAnswersAreFreeIfSuccessesAreCharged() {
        for (int i = 0; i < 5; i++) {
            send("paid", 503).hasStatus(503);
        }
        send("paid", 200).hasStatus(200);
        send("paid", 204).hasStatus(204);
        send("paid", 503).isProblem(429, "quota-exceeded");
    }

    @Test
    void shadowModeShowsTheLimitAndRefusesNothing() {
        Http.Call call = http.get("/trial").user(key);
        assertThat(call.send().hasStatus(200).header("RateLimit")).startsWith("\"trial\";r=0;t=");
        for (int i = 0; i < 3; i++) {
            Reply passed = call.send().hasStatus(200);
            assertThat(passed.header("RateLimit-Policy")).isEqualTo("\"trial\";q=1;w=3600");
            assertThat(passed.header("RateLimit")).startsWith("\"trial\";r=0;t=");
            assertThat(passed.header("Retry-After")).isNull();
        }
    }

    private Reply send(String shape, int status) {
        return http.get("/" + shape + "?status=" + status).user(key).send();
    }
}
