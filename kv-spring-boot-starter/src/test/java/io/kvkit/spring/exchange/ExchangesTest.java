package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Where the exchange of a handler is found. */
class ExchangesTest {

    private static final Object[] NO_ARGUMENTS = {};

    private final Exchange exchange = FixedExchange.post("/orders");
    private final Exchange other = FixedExchange.post("/payments");

    @AfterEach
    void forget() {
        RequestContextHolder.resetRequestAttributes();
    }

    private static Exchange ofHandler(Object... arguments) {
        return Exchanges.ofHandler(arguments);
    }

    private MockHttpServletRequest bound() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        return request;
    }

    @Test
    void servletRequestIsBoundToItsThread() {
        bound().setAttribute(Exchange.KEY, exchange);
        assertThat(Exchanges.current()).isSameAs(exchange);
        assertThat(ofHandler()).isSameAs(exchange);
    }

    @Test
    void requestThatKvkitDoesNotSeeHasNone() {
        bound().setAttribute(Exchange.KEY, "something else");
        assertThat(Exchanges.current()).isNull();
    }

    @Test
    void requestThatIsOverHasNone() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAttribute(Exchange.KEY, exchange);
        ServletRequestAttributes attributes = new ServletRequestAttributes(request);
        RequestContextHolder.setRequestAttributes(attributes);
        attributes.requestCompleted();
        assertThat(Exchanges.current()).isNull();
    }

    @Test
    void reactiveRequestIsKnownByTheArgumentsOfItsHandler() {
        var web = MockServerWebExchange.from(MockServerHttpRequest.post("/orders"));
        assertThat(ofHandler("argument", web)).isNull();
        web.getAttributes().put(Exchange.KEY, exchange);
        assertThat(ofHandler("argument", web)).isSameAs(exchange);
        assertThat(Exchanges.<Exchange>handling(other, () -> ofHandler(web))).isSameAs(exchange);
    }

    @Test
    void reactiveRequestIsOnTheThreadOnlyWhileItsHandlerIsCalled() {
        assertThat(Exchanges.<Exchange>handling(exchange, () -> Exchanges.ofHandler(NO_ARGUMENTS)))
                .isSameAs(exchange);
        assertThat(ofHandler()).isNull();
    }

    @Test
    void requestInsideAnotherGivesTheThreadBack() {
        assertThat(Exchanges.<Exchange>handling(exchange, () -> {
                    assertThat(Exchanges.<Exchange>handling(other, ExchangesTest::ofHandler))
                            .isSameAs(other);
                    return ofHandler();
                }))
                .isSameAs(exchange);
    }

    @Test
    void stepThatFailsGivesTheThreadBackToo() {
        Exchanges.<Exchange>handling(other, () -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Exchanges.handling(exchange, () -> {
                        throw new IllegalStateException("no stock");
                    }));
            assertThat(ofHandler()).isSameAs(other);
            return other;
        });
        assertThat(ofHandler()).isNull();
    }
}
