package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code @DedupeEvent} promises on controllers. */
abstract class DedupeHttpContract extends HttpContract {

    DedupeHttpContract(Stack stack) {
        super(stack, List.of(Hooks.class));
    }

    private int handled() {
        return app.bean(Hooks.class).handled();
    }

    private Http.Call deliver(String shape, boolean fail) {
        return http.post("/" + shape).json("{\"id\":\"" + key + "\",\"fail\":" + fail + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "future", "mono"})
    void eventIsHandledOnce(String shape) {
        int before = handled();
        assertThat(deliver(shape, false).send().hasStatus(200).text()).isEqualTo("{\"status\":\"processed\"}");
        assertThat(deliver(shape, false).send().hasStatus(200).text()).isEqualTo("{\"status\":\"duplicate\"}");
        assertThat(deliver(shape, true).send().hasStatus(200).text()).isEqualTo("{\"status\":\"duplicate\"}");
        assertThat(handled()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "future", "mono"})
    void failedEventIsHandledAtItsNextDelivery(String shape) {
        int before = handled();
        deliver(shape, true).send().hasStatus(500);
        assertThat(deliver(shape, false).send().hasStatus(200).text()).isEqualTo("{\"status\":\"processed\"}");
        assertThat(handled()).isEqualTo(before + 2);
    }

    @Test
    void deliveryOfAnEventInHandlingIsNoDuplicate() {
        List<CompletableFuture<Reply>> deliveries = deliver("gated", false).start(8);
        Eventually.until(
                () -> deliveries.stream().filter(CompletableFuture::isDone).count() == 7);
        assertThat(deliveries.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                .allSatisfy(reply -> reply.isProblem(409, "event-in-progress").hasRetryAfter());
        app.bean(Hooks.class).openGate();
        assertThat(deliveries.stream().map(CompletableFuture::join).filter(reply -> reply.status() == 200))
                .hasSize(1);
        assertThat(deliver("gated", false).send().hasStatus(200).text()).isEmpty();
    }

    @Test
    void eventOfAnotherPrincipalIsAnother() {
        int before = handled();
        deliver("nothing", false).user("ada").send().hasStatus(200);
        deliver("nothing", false).user("ada").send().hasStatus(200);
        deliver("nothing", false).user("bob").send().hasStatus(200);
        deliver("nothing", false).send().hasStatus(200);
        assertThat(handled()).isEqualTo(before + 3);
    }

    @Test
    void eventWithoutAnIdIsTheMistakeOfTheSender() {
        int before = handled();
        http.post("/plain").json("{\"fail\":false}").send().isProblem(400, "key-missing");
        http.post("/mono").json("{\"fail\":false}").send().isProblem(400, "key-missing");
        http.post("/plain").json("{\"id\":").send().hasStatus(400);
        assertThat(handled()).isEqualTo(before);
    }
}
