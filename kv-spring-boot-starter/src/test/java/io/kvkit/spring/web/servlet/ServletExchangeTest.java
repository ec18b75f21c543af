package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.SentBody;
import io.kvkit.spring.web.ExchangeRules;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.HeldRequests;
import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.LimitHeaderRules;
import io.kvkit.spring.web.LimitResults;
import io.kvkit.spring.web.ProblemRules;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** What a guard knows of a servlet request, and what it and the advice report in the response. */
class ServletExchangeTest {

    private static final ExchangeRules ALL = new ExchangeRules(
            Facts.RULES.addresses(),
            Facts.RULES.requests(),
            Facts.RULES.recorded(),
            new LimitHeaderRules(true, false),
            true,
            true);
    private static final ExchangeRules NONE = new ExchangeRules(
            Facts.RULES.addresses(),
            Facts.RULES.requests(),
            Facts.RULES.recorded(),
            new LimitHeaderRules(false, false),
            false,
            false);

    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/a%20b");
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final KvServletProblemAdvice advice = new KvServletProblemAdvice(new KvProblems(
            new ProblemRules(
                    "https://example.org/", URI.create("https://example.org/help"), new LimitHeaderRules(true, false)),
            Areas.ALL));

    private ServletExchange exchange(ExchangeRules rules) {
        return new ServletExchange(new HeldRequest(request, rules.requests()), response, rules);
    }

    @AfterEach
    void nobodyIsCurrent() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void requestIsReadAsItWasSent() {
        request.setQueryString("x=%31");
        request.addHeader("X-Part", "a");
        request.addHeader("X-Part", "b");
        request.setRemoteAddr("192.0.2.7");
        ServletExchange exchange = exchange(ALL);
        assertThat(exchange.method()).isEqualTo("POST");
        assertThat(exchange.path()).isEqualTo("/a%20b");
        assertThat(exchange.query()).isEqualTo("x=%31");
        assertThat(exchange.headers("x-part")).containsExactly("a", "b");
        assertThat(exchange.clientIp()).isEqualTo("192.0.2.7");
        assertThat(exchange.body()).isNull();
        assertThat(exchange.rules()).isSameAs(ALL);
        assertThat(exchange.request().raw()).isSameAs(request);
    }

    @Test
    void bodyIsThatOfTheHeldRequest() throws Exception {
        request.setAttribute(
                HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE,
                new HandlerMethod(this, ServletExchangeTest.class.getDeclaredMethod("nobodyIsCurrent")));
        request.setContent(new byte[] {1});
        ServletExchange exchange = new ServletExchange(
                new HeldRequest(request, new HeldRequests((handler, has) -> true, handler -> false, 10)),
                response,
                ALL);
        assertThat(exchange.body()).isInstanceOf(SentBody.Bytes.class);
    }

    @Test
    void userIsThatOfTheInnermostRequest() {
        ServletExchange exchange = exchange(ALL);
        assertThat(exchange.principal()).isNull();
        request.setUserPrincipal(() -> "ada");
        assertThat(exchange.principal()).isEqualTo("ada");
        MockHttpServletRequest inner = new MockHttpServletRequest();
        inner.setUserPrincipal(() -> "eve");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(inner));
        assertThat(exchange.principal()).as("of another request").isEqualTo("ada");
        inner.setAttribute(Exchange.KEY, exchange);
        assertThat(exchange.principal()).isEqualTo("eve");
    }

    private void report(ServletExchange exchange) {
        exchange.report(LimitResults.granted("quotes", 4));
        exchange.report("prices", Outcome.HIT);
        exchange.reportLifetime(Duration.ofMillis(1_500));
    }

    @Test
    void reportsAreHeaders() {
        report(exchange(ALL));
        assertThat(response.getHeader("RateLimit")).isEqualTo("\"quotes\";r=4;t=2");
        assertThat(response.getHeader("RateLimit-Policy")).isEqualTo("\"quotes\";q=5;w=10");
        assertThat(response.getHeader("Cache-Status")).isEqualTo("prices; hit; detail=store");
        assertThat(response.getHeader("Idempotency-Key-Lifetime")).isEqualTo("2");
    }

    @Test
    void reportsThatAreSwitchedOffLeaveNoHeader() {
        report(exchange(NONE));
        assertThat(response.getHeaderNames()).isEmpty();
    }

    @Test
    void reportsAfterTheResponseLeaveNoHeader() {
        response.setCommitted(true);
        report(exchange(ALL));
        assertThat(response.getHeaderNames()).isEmpty();
    }

    @Test
    void reportsAfterTheRequestLeaveNoHeader() {
        ServletExchange exchange = exchange(ALL);
        exchange.over();
        report(exchange);
        assertThat(response.getHeaderNames()).isEmpty();
    }

    @Test
    void waitEndsWithItsStageAndKeepsTheInterrupt() {
        Await.quietly(CompletableFuture.completedFuture(null));
        Await.quietly(CompletableFuture.failedFuture(new IllegalStateException("broken")));
        Thread.currentThread().interrupt();
        Await.quietly(new CompletableFuture<>());
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void problemHasEachHeaderOnce() {
        response.setHeader("RateLimit", "of all limits");
        response.setHeader("Retry-After", "1");
        response.addHeader("Link", "<https://example.org/other>");
        ResponseEntity<ProblemDetail> answer = advice.refused(
                new RateLimitExceededException(LimitResults.refused("quotes", Duration.ofSeconds(3))), response);
        assertThat(answer.getStatusCode().value()).isEqualTo(429);
        assertThat(answer.getBody()).isNotNull();
        assertThat(response.getHeaders("RateLimit")).containsExactly("of all limits");
        assertThat(response.getHeaders("RateLimit-Policy")).containsExactly("\"quotes\";q=5;w=10");
        assertThat(response.getHeaders("Retry-After")).containsExactly("3");
        advice.refused(new IdempotencyInProgressException(Duration.ofSeconds(1)), response);
        assertThat(response.getHeaders("Link")).contains("<https://example.org/other>");
    }

    private static OperationSite site() {
        return new OperationSite(Object.class, Object.class.getMethods()[0], "Idempotent");
    }

    @Test
    void mistakesOfTheApplicationAreThrownAgain() {
        KvKeyException unsupported = new KvKeyException(KvKeyException.Reason.UNSUPPORTED, site(), "key", "x");
        assertThatThrownBy(() -> advice.keyless(unsupported, response)).isSameAs(unsupported);
        KvExpressionException broken = new KvExpressionException(
                site(), "key", "#id", KvExpressionException.Reason.EXPRESSION, "failed", null);
        assertThatThrownBy(() -> advice.unreadable(broken, response)).isSameAs(broken);
    }

    @Test
    void mistakesOfTheClientAreAnswered() {
        KvKeyException missing = new KvKeyException(KvKeyException.Reason.NULL, site(), "key", "x");
        assertThat(advice.keyless(missing, response).getStatusCode().value()).isEqualTo(400);
        KvExpressionException value =
                new KvExpressionException(site(), "key", "#id", KvExpressionException.Reason.VALUE, "failed", null);
        assertThat(advice.unreadable(value, response).getStatusCode().value()).isEqualTo(400);
    }
}
