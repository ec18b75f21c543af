package io.kvkit.spring.web.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.RecordedResponse.Header;
import io.kvkit.spring.exchange.RecordedResponse.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.handler.ResponseStatusExceptionHandler;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Responses that are recorded before they leave. */
class KvWebFilterTest extends FilteredWeb {

    @Test
    void filterIsTheInnermostOne() {
        assertThat(filter.getOrder()).isEqualTo(Ordered.LOWEST_PRECEDENCE);
    }

    @Test
    void responseThatNobodyWaitsForPassesThrough() {
        run(response -> response.writeWith(Mono.just(buffer("abc"))));
        assertThat(body()).isEqualTo("abc");
        assertThat(exchange(web).isOver()).isTrue();
    }

    @Test
    void streamOfPartsThatNobodyWaitsForPassesThrough() {
        run(response -> response.writeWith(Flux.just(buffer("abc"), buffer("d"))));
        assertThat(body()).isEqualTo("abcd");
        assertThat(raw.getHeaders().getContentLength()).isEqualTo(-1);
    }

    @Test
    void guardedResponseIsRecordedBeforeItLeaves() {
        raw.getHeaders().set("X-Outer", "filter");
        told.whenFinished(() -> assertThat(raw.isCommitted()).isFalse());
        guarded(response -> {
            response.setStatusCode(HttpStatus.CREATED);
            response.getHeaders().add("X-Part", "a");
            response.getHeaders().add("X-Part", "b");
            response.getHeaders().add("Set-Cookie", "a=b");
            return response.writeWith(Flux.just(buffer("abc"), buffer("d")));
        });
        RecordedResponse recorded = told.recorded();
        assertThat(recorded.kind()).isEqualTo(Kind.WHOLE);
        assertThat(recorded.status()).isEqualTo(201);
        assertThat(recorded.body()).isEqualTo(bytes("abcd"));
        assertThat(recorded.headers()).containsExactly(new Header("X-Part", "a"), new Header("X-Part", "b"));
        assertThat(body()).isEqualTo("abcd");
        assertThat(raw.getHeaders().getContentLength()).isEqualTo(4);
        assertThat(told.seen()).containsExactly("finished");
    }

    @Test
    void responseWaitsForItsRecord() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        told.endWith(end);
        CompletableFuture<Void> answered = filtered(inner -> {
                    exchange(inner).attach(told);
                    return inner.getResponse().writeWith(Mono.just(buffer("abc")));
                })
                .toFuture();
        assertThat(told.seen()).containsExactly("finished");
        assertThat(raw.isCommitted()).isFalse();
        assertThat(answered).isNotDone();
        end.complete(null);
        assertThat(answered).isCompleted();
        assertThat(body()).isEqualTo("abc");
    }

    @Test
    void responseWithoutABodyIsRecordedToo() {
        guarded(ServerHttpResponse::setComplete);
        assertThat(told.recorded().body()).isEmpty();
        assertThat(told.recorded().status()).isEqualTo(200);
        assertThat(raw.isCommitted()).isTrue();
    }

    @Test
    void emptyBodyIsRecordedAsThat() {
        guarded(response -> response.writeWith(Flux.empty()));
        assertThat(told.recorded().body()).isEmpty();
        assertThat(raw.getHeaders().getContentLength()).isEqualTo(-1);
    }

    @Test
    void handlerThatEndsWithoutAResponseIsRecorded() {
        guarded(response -> Mono.empty());
        assertThat(told.seen()).containsExactly("finished");
        assertThat(exchange(web).isOver()).isTrue();
    }

    @Test
    void bodyAboveTheMostIsNotRetainedAndLeavesWhole() {
        byte[] most = new byte[RecordedResponse.MAX_BODY];
        guarded(response -> {
            response.setStatusCode(HttpStatus.CREATED);
            response.getHeaders().set("Location", "/orders/1");
            return response.writeWith(
                    Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(most), buffer("x"), buffer("y")));
        });
        assertThat(told.recorded().kind()).isEqualTo(Kind.NOT_RETAINED);
        assertThat(told.recorded().status()).isEqualTo(201);
        assertThat(told.recorded().header("Location")).isEqualTo("/orders/1");
        assertThat(told.seen()).containsExactly("finished");
        assertThat(body()).hasSize(RecordedResponse.MAX_BODY + 2).endsWith("xy");
    }

    @Test
    void bodyOfTheMostIsRetained() {
        byte[] most = new byte[RecordedResponse.MAX_BODY];
        guarded(response -> response.writeWith(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(most))));
        assertThat(told.recorded().body()).hasSize(RecordedResponse.MAX_BODY);
    }

    @Test
    void streamIsNotRetainedAndLeavesAtOnce() {
        Sinks.Many<DataBuffer> parts = Sinks.many().unicast().onBackpressureBuffer();
        CompletableFuture<Void> answered = filtered(inner -> {
                    exchange(inner).attach(told);
                    return inner.getResponse().writeAndFlushWith(parts.asFlux().map(Mono::just));
                })
                .toFuture();
        parts.tryEmitNext(buffer("one"));
        assertThat(told.seen()).isEmpty();
        assertThat(answered).isNotDone();
        parts.tryEmitComplete();
        assertThat(answered).isCompleted();
        assertThat(told.recorded().kind()).isEqualTo(Kind.NOT_RETAINED);
        assertThat(body()).isEqualTo("one");
    }

    @Test
    void streamThatNobodyWaitsForPassesThrough() {
        run(response -> response.writeAndFlushWith(Flux.just(Mono.just(buffer("one")))));
        assertThat(body()).isEqualTo("one");
    }

    @Test
    void failureThatIsNoOutcomeIsAbandoned() {
        IllegalStateException broken = new IllegalStateException("broken");
        assertThatThrownBy(() -> guarded(response -> Mono.error(broken))).isSameAs(broken);
        assertThat(told.seen()).containsExactly(broken);
        assertThat(raw.isCommitted()).isFalse();
    }

    @Test
    void failureThatIsAnOutcomeIsRenderedAndRecorded() {
        beans.addBean("status", new ResponseStatusExceptionHandler());
        guarded(response -> Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND)));
        assertThat(told.recorded().status()).isEqualTo(404);
        assertThat(raw.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void outcomeThatNobodyRendersIsAbandoned() {
        ResponseStatusException failure = new ResponseStatusException(HttpStatus.NOT_FOUND);
        assertThatThrownBy(() -> guarded(response -> Mono.error(failure))).isSameAs(failure);
        assertThat(told.seen()).containsExactly(failure);
    }

    @Test
    void failureThatNobodyWaitsForPassesThrough() {
        beans.addBean("status", new ResponseStatusExceptionHandler());
        assertThatThrownBy(() -> run(response -> Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND))))
                .isInstanceOf(ResponseStatusException.class);
        assertThat(raw.getStatusCode()).isNull();
        assertThat(exchange(web).isOver()).isTrue();
    }

    @Test
    void headersOfActionsBeforeTheCommitAreRecorded() {
        AtomicInteger runs = new AtomicInteger();
        guarded(response -> {
            response.beforeCommit(() -> Mono.fromRunnable(() -> {
                runs.incrementAndGet();
                response.getHeaders().set("X-Late", "yes");
            }));
            return response.writeWith(Mono.just(buffer("abc")));
        });
        assertThat(told.recorded().header("X-Late")).isEqualTo("yes");
        assertThat(runs).hasValue(1);
    }

    @Test
    void actionsBeforeTheCommitRunInTheirOrderWhereNobodyWaits() {
        List<String> seen = new ArrayList<>();
        run(response -> {
            response.beforeCommit(() -> Mono.fromRunnable(() -> seen.add("one")));
            response.beforeCommit(() -> Mono.fromRunnable(() -> seen.add("two")));
            return response.setComplete();
        });
        assertThat(seen).containsExactly("one", "two");
    }

    @Test
    void failingActionBeforeTheCommitFailsTheResponse() {
        IllegalStateException broken = new IllegalStateException("broken");
        assertThatThrownBy(() -> guarded(response -> {
                    response.getHeaders().set("Content-Type", "text/plain");
                    response.beforeCommit(() -> Mono.error(broken));
                    return response.writeWith(Mono.just(buffer("abc")));
                }))
                .isSameAs(broken);
        assertThat(told.seen()).containsExactly(broken);
        assertThat(raw.getHeaders().getContentType()).isNull();
    }

    @Test
    void handlerOfAClientThatWentAwayIsCancelledUnlessSomebodyWaits() {
        Sinks.Empty<Void> forever = Sinks.empty();
        List<String> seen = new ArrayList<>();
        Disposable running = filtered(inner -> forever.asMono().doOnCancel(() -> seen.add("cancelled")))
                .subscribe();
        running.dispose();
        assertThat(seen).containsExactly("cancelled");
        assertThat(exchange(web).isOver()).isTrue();
        assertThat(exchange(web).attach(told)).isFalse();
    }

    @Test
    void guardedHandlerOfAClientThatWentAwayGoesOn() {
        Sinks.Empty<Void> later = Sinks.empty();
        Disposable running = filtered(inner -> {
                    exchange(inner).attach(told);
                    return later.asMono().then(Mono.defer(inner.getResponse()::setComplete));
                })
                .subscribe();
        running.dispose();
        assertThat(told.seen()).isEmpty();
        later.tryEmitEmpty();
        assertThat(told.seen()).containsExactly("finished");
    }

    @Test
    void handlerFindsItsExchange() {
        List<Object> seen = new ArrayList<>();
        filtered(inner -> {
                    seen.add(Exchanges.ofHandler(new Object[0]));
                    return Mono.deferContextual(context -> {
                        seen.add(context.get(Exchange.KEY));
                        return Mono.empty();
                    });
                })
                .block();
        assertThat(seen).containsExactly(exchange(web), exchange(web));
    }
}
