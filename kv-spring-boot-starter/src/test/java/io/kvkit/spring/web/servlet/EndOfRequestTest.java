package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.RecordedResponse.Kind;
import io.kvkit.spring.web.Facts;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.Ordered;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;

/** Requests that end without a last dispatch, and failures that tell how they end. */
class EndOfRequestTest extends FilteredServlet {

    private HeldResponse held() {
        return Objects.requireNonNull(exchange().held());
    }

    private void pending() throws Exception {
        dispatch((req, res) -> {});
        exchange().attach(told);
    }

    private AsyncEvent event(@Nullable Throwable failure) {
        return new AsyncEvent(new MockAsyncContext(request, raw), failure);
    }

    @Test
    void asynchronousRequestThatEndsWithoutADispatchIsRecorded() throws Exception {
        pending();
        new LastResort(exchange()).onComplete(event(null));
        assertThat(told.seen()).containsExactly("finished");
        assertThat(exchange().isOver()).isTrue();
    }

    @Test
    void asynchronousRequestThatFailsIsAbandoned() throws Exception {
        pending();
        IllegalStateException broken = new IllegalStateException("broken");
        new LastResort(exchange()).onComplete(event(broken));
        assertThat(told.seen()).containsExactly(broken);
    }

    @Test
    void asynchronousRequestWithoutAResponseIsAbandoned() {
        ServletExchange exchange =
                new ServletExchange(new HeldRequest(request, Facts.RULES.requests()), raw, Facts.RULES);
        exchange.attach(told);
        new LastResort(exchange).onComplete(event(null));
        assertThat(told.seen()).singleElement().isInstanceOf(CancellationException.class);
        assertThat(exchange.isOver()).isTrue();
    }

    @Test
    void errorOfAnAsynchronousRequestIsLeftToItsDispatch() throws Exception {
        pending();
        held().sendError(404);
        new LastResort(exchange()).onComplete(event(null));
        assertThat(told.seen()).isEmpty();
        assertThat(exchange().isOver()).isTrue();
    }

    @Test
    void requestIsGivenUpWhenItTimesOutOrFails() throws Exception {
        dispatch((req, res) -> {});
        assertThat(exchange().givenUp()).isFalse();
        new LastResort(exchange()).onTimeout(event(null));
        assertThat(exchange().givenUp()).isTrue();
        ServletExchange other = new ServletExchange(new HeldRequest(request, Facts.RULES.requests()), raw, Facts.RULES);
        new LastResort(other).onError(event(new IllegalStateException("broken")));
        assertThat(other.givenUp()).isTrue();
    }

    @Test
    void nextAsynchronousPartIsWatchedToo() throws Exception {
        dispatch((req, res) -> {});
        LastResort last = new LastResort(exchange());
        MockAsyncContext context = new MockAsyncContext(request, raw);
        last.onStartAsync(new AsyncEvent(context));
        assertThat(context.getListeners()).containsExactly(last);
    }

    private void destroyed() {
        new UnrenderedErrors().requestDestroyed(new ServletRequestEvent(new MockServletContext(), request));
    }

    @Test
    void errorThatTheContainerWritesItselfIsRecorded() throws Exception {
        guarded((req, res) -> ((HttpServletResponse) res).sendError(404, "nothing there"));
        destroyed();
        assertThat(told.recorded().kind()).isEqualTo(Kind.ERROR);
        assertThat(told.recorded().message()).isEqualTo("nothing there");
        destroyed();
        assertThat(told.seen()).containsExactly("finished");
    }

    @Test
    void requestWithoutAnErrorIsNotTouchedAtItsEnd() throws Exception {
        destroyed();
        pending();
        destroyed();
        assertThat(told.seen()).isEmpty();
    }

    private @Nullable Object resolved(Exception failure) {
        return new ReplayResolver().resolveException(request, raw, null, failure);
    }

    @Test
    void replayIsKeptFromTheHandlersOfExceptions() throws Exception {
        assertThat(new ReplayResolver().getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
        dispatch((req, res) -> {
            RuntimeException replay = exchange().replay(FIRST);
            assertThat(resolved(replay)).isNotNull();
            assertThat(resolved(new IllegalStateException("other"))).isNull();
        });
        assertThat(raw.getContentAsString()).isEqualTo("first");
    }

    @Test
    void refusalIsNotedAndTellsWhenToRetry() throws Exception {
        dispatch((req, res) -> {});
        assertThat(exchange().isFinal(200)).isTrue();
        assertThat(resolved(new IdempotencyInProgressException(Duration.ofMillis(1_001))))
                .isNull();
        assertThat(raw.getHeader("Retry-After")).isEqualTo("2");
        assertThat(exchange().isFinal(200)).isFalse();
    }

    @Test
    void refusalAfterTheResponseWasSentChangesNothing() {
        raw.setCommitted(true);
        assertThat(resolved(new IdempotencyInProgressException(Duration.ofSeconds(1))))
                .isNull();
        assertThat(raw.getHeader("Retry-After")).isNull();
    }

    @Test
    void valuesThatEndLaterAreThoseOfSpring() throws Exception {
        dispatch((req, res) -> {});
        assertThat(exchange().endsUnseen(new DeferredResult<>())).isTrue();
        assertThat(exchange().endsUnseen(new WebAsyncTask<>(() -> "a"))).isTrue();
        assertThat(exchange().endsUnseen("a")).isFalse();
        assertThat(exchange().endsUnseen(null)).isFalse();
        assertThat(request.getAttribute(Exchange.KEY)).isSameAs(exchange());
    }
}
