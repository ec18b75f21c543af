package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.spring.exchange.RecordedResponse.Kind;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.core.Ordered;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.StandardServletAsyncWebRequest;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;

/** The dispatches of a servlet request, and what its completions are told. */
class KvServletFilterTest extends FilteredServlet {

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
    void refusalThatNobodyMapsIsNoOutcomeWhateverItsStatusIs() {
        assertThatThrownBy(() -> dispatch((req, res) -> {
                    throw new IdempotencyInProgressException(Duration.ofSeconds(1));
                }))
                .isInstanceOf(IdempotencyInProgressException.class);
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
    void errorOfAnErrorPageIsRecordedAtOnce() throws Exception {
        dispatch((req, res) -> {});
        exchange().attach(told);
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/orders");
        dispatch(DispatcherType.ERROR, (req, res) -> ((HttpServletResponse) res).sendError(410));
        assertThat(told.recorded().status()).isEqualTo(410);
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
            assertThat(told.seen()).as("a forward ends the response").containsExactly("finished");
        });
        assertThat(exchange().hasEndedWell()).isFalse();
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
}
