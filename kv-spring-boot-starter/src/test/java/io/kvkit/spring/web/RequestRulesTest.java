package io.kvkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;

/** Which requests are held, and what their bodies are. */
class RequestRulesTest {

    @Test
    void bodiesAreKnownByTheirContentType() {
        assertThat(BodyType.isForm("application/X-www-form-urlencoded;charset=UTF-8"))
                .isTrue();
        assertThat(BodyType.isForm("multipart/form-data;boundary=x")).isFalse();
        assertThat(BodyType.isForm(null)).isFalse();
        assertThat(BodyType.isMultipart("Multipart/mixed")).isTrue();
        assertThat(BodyType.isMultipart("application/json")).isFalse();
        assertThat(BodyType.isMultipart(null)).isFalse();
    }

    @Test
    void aRequestIsHeldForAHandlerThatComparesIt() throws NoSuchMethodException {
        HeldRequests held = new HeldRequests(
                (handler, hasHeader) ->
                        handler.getMethod().getName().equals("toString") && hasHeader.test("Idempotency-Key"),
                handler -> false,
                7);
        HandlerMethod compared = new HandlerMethod(this, "toString");
        assertThat(held.limit()).isEqualTo(7);
        assertThat(held.holdFor(compared, name -> true)).isTrue();
        assertThat(held.holdFor(compared, name -> false)).isFalse();
        assertThat(held.holdFor(new HandlerMethod(this, "hashCode"), name -> true))
                .isFalse();
        assertThat(held.holdFor("a resource", name -> true)).isFalse();
        assertThat(held.holdFor(null, name -> true)).isFalse();
    }

    @Test
    void aRefusedNetworkSaysWhatToWrite() {
        NoNetworkException refused = new NoNetworkException("x", "is no network", "Write one");
        assertThat(refused).hasMessage("\"x\" is no network. Write one.");
        assertThat(refused.problem()).isEqualTo("is no network");
        assertThat(refused.mend()).isEqualTo("Write one");
    }
}
