package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.RecordedResponse.Kind;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.Told;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.Ordered;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.StandardServletAsyncWebRequest;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.context.request.async.WebAsyncUtils;

/** The dispatches of a servlet request, and what its completions are told. */
class KvServletFilterTest {

    private static final RecordedResponse FIRST = RecordedResponse.of(202, List.of(), bytes("first"));

    /** A container that renders errors in a dispatch of their own. */
    private static final class Container extends MockServletContext {

        @Override
        public String getServerInfo() {
            return "Container/1.0";
        }
    }

    private final MockHttpServletRequest request = new MockHttpServletRequest(new Container(), "POST", "/orders");
    private final MockHttpServletResponse raw = new MockHttpServletResponse();
    private final KvServletFilter filter = new KvServletFilter(Facts.RULES);
    private final Told told = new Told();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void dispatch(FilterChain chain) throws ServletException, IOException {
        filter.doFilter(request, raw, chain);
    }

    private void dispatch(DispatcherType type, FilterChain chain) throws ServletException, IOException {
        request.setDispatcherType(type);
        dispatch(chain);
    }

    private ServletExchange exchange() {
        return Objects.requireNonNull(ServletExchange.of(request));
    }

    private void guarded(FilterChain chain) throws ServletException, IOException {
        dispatch((req, res) -> {
            exchange().attach(told);
            chain.doFilter(req, res);
        });
    }

    @Test
    void filterIsTheInnermostOne() {
        assertThat(filter.getOrder()).isEqualTo(Ordered.LOWEST_PRECEDENCE);
    }

    @Test
    void responseThatNobodyWaitsForPassesThrough() throws Exception {
        dispatch((req, res) -> {
            res.getWriter().print("abc");
            assertThat(raw.getContentAsString()).isEqualTo("abc");
        });
        assertThat(ServletExchange.of(new MockHttpServletRequest())).isNull();
    }

    @Test
    void guardedResponseIsRecordedBeforeItLeaves() throws Exception {
        told.whenFinished(() -> assertThat(raw.getContentAsByteArray()).isEmpty());
        guarded((req, res) -> {
            ((HttpServletResponse) res).setStatus(201);
            res.getWriter().print("abc");
        });
        assertThat(told.seen()).containsExactly("finished");
        assertThat(told.recorded().status()).isEqualTo(201);
        assertThat(told.recorded().body()).isEqualTo(bytes("abc"));
        assertThat(raw.getContentAsString()).isEqualTo("abc");
    }

    @Test
    void failureIsAbandonedAndThrown() {
        IllegalStateException broken = new IllegalStateException("broken");
        assertThatThrownBy(() -> guarded((req, res) -> {
                    throw broken;
                }))
                .isSameAs(broken);
        assertThat(told.seen()).containsExactly(broken);
    }

    @Test
    void failureOfAHandlerThatFailedIsNoOutcomeWhateverItsStatusIs() {
        assertThatThrownBy(() -> dispatch((req, res) -> {
                    throw new ServletException(new IdempotencyInProgressException(Duration.ofSeconds(1)));
                }))
                .isInstanceOf(ServletException.class);
        exchange().failed(new IdempotencyInProgressException(Duration.ofSeconds(1)));
        assertThat(exchange().isFinal(200)).isFalse();
    }

    @Test
    void recordedResponseReplacesTheFailureThatSelectedIt() throws Exception {
        dispatch((req, res) -> {
            throw exchange().replay(FIRST);
        });
        assertThat(raw.getStatus()).isEqualTo(202);
        assertThat(raw.getContentAsString()).isEqualTo("first");
    }

    @Test
    void recordedResponseReplacesWhatTheHandlerWrites() throws Exception {
        dispatch((req, res) -> {
            exchange().replay(FIRST);
            res.getWriter().print("discarded");
        });
        assertThat(raw.getContentAsString()).isEqualTo("first");
    }

    @Test
    void finalErrorIsRecordedAsItIsRendered() throws Exception {
        guarded((req, res) -> ((HttpServletResponse) res).sendError(404, "nothing there"));
        assertThat(told.seen()).as("before the error page").isEmpty();
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/orders");
        dispatch(DispatcherType.ERROR, (req, res) -> res.getOutputStream().write(bytes("page")));
        assertThat(told.recorded().status()).isEqualTo(404);
        assertThat(told.recorded().body()).isEqualTo(bytes("page"));
        assertThat(told.seen()).containsExactly("finished");
    }

    @Test
    void errorThatIsNoOutcomeIsAbandonedAtOnce() throws Exception {
        guarded((req, res) -> ((HttpServletResponse) res).sendError(503));
        assertThat(told.seen()).hasSize(1).doesNotContain("finished");
    }

    @Test
    void includedPartDoesNotEndTheResponse() throws Exception {
        guarded((req, res) -> dispatch(
                DispatcherType.INCLUDE, (inner, part) -> part.getOutputStream().write(bytes("part"))));
        assertThat(told.seen()).as("the request is still that of the part").isEmpty();
        dispatch(DispatcherType.REQUEST, (req, res) -> res.getOutputStream());
        assertThat(told.seen()).containsExactly("finished");
    }

    @Test
    void forwardedDispatchWritesTheSameResponse() throws Exception {
        List<ServletResponse> seen = new ArrayList<>();
        guarded((req, res) -> {
            seen.add(res);
            filter.doFilter(req, res, (inner, same) -> {
                seen.add(same);
                same.getWriter().print("forwarded");
            });
        });
        assertThat(seen.get(1)).isSameAs(seen.get(0));
        assertThat(told.recorded().body()).isEqualTo(bytes("forwarded"));
        assertThat(raw.getContentAsString()).isEqualTo("forwarded");
    }

    @Test
    void requestThatTheHandlerContinuesItselfIsNotHeldBack() throws Exception {
        request.setAsyncSupported(true);
        guarded((req, res) -> {
            res.getWriter().print("early");
            request.startAsync();
        });
        assertThat(raw.getContentAsString()).isEqualTo("early");
        assertThat(exchange().isAsynchronous()).isTrue();
        assertThat(told.seen()).isEmpty();
        Objects.requireNonNull((MockAsyncContext) request.getAsyncContext()).complete();
        assertThat(told.recorded().kind()).isEqualTo(Kind.NOT_RETAINED);
        assertThat(exchange().isOver()).isTrue();
    }

    @Test
    void requestThatSpringContinuesIsRecordedInItsLastDispatch() throws Exception {
        request.setAsyncSupported(true);
        DeferredResult<String> result = new DeferredResult<>();
        guarded((req, res) -> {
            res.getWriter().print("early");
            WebAsyncManager async = WebAsyncUtils.getAsyncManager(request);
            async.setAsyncWebRequest(new StandardServletAsyncWebRequest(request, raw));
            start(async, result);
        });
        assertThat(raw.getContentAsByteArray()).isEmpty();
        assertThat(exchange().hasEndedWell()).isFalse();
        result.setResult("done");
        request.setAsyncStarted(false);
        dispatch(DispatcherType.ASYNC, (req, res) -> res.getWriter().print("late"));
        assertThat(exchange().hasEndedWell()).isTrue();
        assertThat(told.seen()).containsExactly("finished");
    }

    private static void start(WebAsyncManager async, DeferredResult<?> result) {
        try {
            async.startDeferredResultProcessing(result);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

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
    void errorOfAnAsynchronousRequestHasTimeForItsPage() throws Exception {
        pending();
        exchange().goOn();
        held().sendError(404);
        destroyed();
        assertThat(told.seen()).isEmpty();
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
