package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.store.KvException;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ExchangeTest {

    private final FixedExchange exchange = FixedExchange.post("/orders");
    private final List<String> told = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 301, 303, 400, 404, 409, 410, 415, 422, 451})
    void finalStatusFinishes(int status) {
        exchange.attach(completion("a"));
        exchange.close(response(status));
        assertThat(told).containsExactly("a finished " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 199, 304, 401, 403, 406, 408, 412, 425, 428, 429, 500, 502, 503, 504, 599})
    void otherStatusReleases(int status) {
        exchange.attach(completion("a"));
        exchange.close(response(status));
        assertThat(told).containsExactly("a abandoned: The status " + status + " is no final outcome");
    }

    @Test
    void everyCompletionIsToldOnce() {
        exchange.attach(completion("a"));
        exchange.attach(completion("b"));
        assertThat(exchange.hasPending()).isTrue();
        exchange.close(response(200));
        assertThat(exchange.hasPending()).isFalse();
        exchange.close(response(200));
        exchange.abandon(new IllegalStateException());
        assertThat(told).containsExactly("a finished 200", "b finished 200");
    }

    @Test
    void responseIsHeldBackOnceForAllCompletions() {
        assertThat(exchange.timesHeldBack()).isZero();
        exchange.attach(completion("a"));
        exchange.attach(completion("b"));
        assertThat(exchange.timesHeldBack()).isEqualTo(1);
    }

    @Test
    void failingCompletionNeitherFailsTheStageNorStopsOthers() {
        Logger logger = (Logger) LoggerFactory.getLogger(Exchange.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            IllegalStateException down = new IllegalStateException("store is down");
            exchange.attach(failing(() -> {
                throw down;
            }));
            exchange.attach(failing(() -> CompletableFuture.failedFuture(down)));
            exchange.attach(completion("c"));
            assertThat(exchange.close(response(200))).isCompleted();
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(told).containsExactly("c finished 200");
        assertThat(lines.list)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getFormattedMessage()).contains("store is down"));
    }

    private static PendingCompletion failing(Supplier<CompletionStage<?>> outcome) {
        return new PendingCompletion() {
            @Override
            public CompletionStage<?> finish(RecordedResponse response) {
                return outcome.get();
            }

            @Override
            public CompletionStage<?> abandon(Throwable reason) {
                return outcome.get();
            }
        };
    }

    @Test
    void completionThatComesAfterTheEndIsRefusedAndHoldsNothingBack() {
        assertThat(exchange.isOver()).isFalse();
        exchange.over();
        assertThat(exchange.isOver()).isTrue();
        assertThat(exchange.attach(completion("a"))).isFalse();
        assertThat(exchange.timesHeldBack()).isZero();
        assertThat(exchange.hasPending()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void refusalInsideTheHandlerIsNoOutcomeWhateverItsStatus() {
        exchange.attach(completion("a"));
        exchange.failed(new CompletionException(new IdempotencyInProgressException(Duration.ofSeconds(1))));
        exchange.close(response(409));
        assertThat(told).singleElement().asString().startsWith("a abandoned: A call with the same");
    }

    @Test
    void storeFailureInsideTheHandlerIsNoOutcomeWhateverItsStatus() {
        exchange.attach(completion("a"));
        exchange.failed(KvException.permanent("get", null, "wrong type"));
        exchange.close(response(200));
        assertThat(told).singleElement().asString().startsWith("a abandoned: get: wrong type");
    }

    @Test
    void failureOfAHandlerIsTheReasonOfWhatItsStatusDoesNotFinish() {
        exchange.attach(completion("a"));
        exchange.failed(new IllegalStateException("no stock"));
        assertThat(exchange.isFinal(409)).isTrue();
        assertThat(exchange.isFinal(500)).isFalse();
        exchange.close(response(500));
        assertThat(told).containsExactly("a abandoned: no stock");
    }

    @Test
    void failureAfterAHandlerThatEndedWellIsOfItsResponseOnly() {
        exchange.attach(new Handled(completion("a")));
        exchange.attach(completion("b"));
        exchange.failed(new IllegalStateException("no view"));
        assertThat(exchange.isFinal(404)).isFalse();
        exchange.close(response(404));
        assertThat(told)
                .containsExactly(
                        "a abandoned: The handler succeeded, but its response could not be written",
                        "b abandoned: The handler succeeded, but its response could not be written");
    }

    @Test
    void responseThatCouldNotBeWrittenIsTheReasonWhateverComesAfterwards() {
        exchange.attach(new Handled(completion("a")));
        exchange.failed(new IllegalStateException("no view"));
        exchange.abandon(new IllegalStateException("the connection is gone"));
        assertThat(told).containsExactly("a abandoned: The handler succeeded, but its response could not be written");
    }

    /** A completion whose handler has ended well. */
    private record Handled(PendingCompletion completion) implements PendingCompletion {

        @Override
        public boolean isHandled() {
            return true;
        }

        @Override
        public CompletionStage<?> finish(RecordedResponse response) {
            return completion.finish(response);
        }

        @Override
        public CompletionStage<?> abandon(Throwable reason) {
            return completion.abandon(reason);
        }
    }

    @Test
    void recordedResponseIsTheAnswer() {
        RecordedResponse recorded = response(201);
        assertThat(exchange.replay()).isNull();
        assertThat(exchange.replay(recorded))
                .isInstanceOfSatisfying(
                        ReplayException.class,
                        replay -> assertThat(replay.response()).isSameAs(recorded));
        assertThat(exchange.replay()).isSameAs(recorded);
    }

    @Test
    void partOfTheContentAnswersOnlyARequestForAPart() {
        RecordedResponse part = RecordedResponse.of(
                206, List.of(new RecordedResponse.Header("Content-Range", "bytes 0-1/9")), new byte[2]);
        assertThat(exchange.replay(part)).isInstanceOf(ResponseNotRetainedException.class);
        var asking = new FixedExchange(
                new FixedExchange.FixedRequest("GET", "/files", null, null, Map.of("Range", List.of("bytes=0-1"))));
        assertThat(asking.replay(part)).isInstanceOf(ReplayException.class);
    }

    @Test
    void handlerEndsWithItsMethodUnlessTheWebSaysOtherwise() {
        assertThat(exchange.endsUnseen("value")).isFalse();
        assertThat(exchange.hasEndedWell()).isFalse();
        assertThat(exchange.givenUp()).isFalse();
    }

    @Test
    void tombstoneIsARefusalThatShowsWhereTheResultIs() {
        RuntimeException refusal = exchange.replay(RecordedResponse.notRetained(201, "/orders/1"));
        assertThat(refusal).isInstanceOfSatisfying(ResponseNotRetainedException.class, tombstone -> {
            assertThat(tombstone.code()).isEqualTo("idempotency-result-not-retained");
            assertThat(tombstone.originalStatus()).isEqualTo(201);
            assertThat(tombstone.location()).isEqualTo("/orders/1");
        });
        assertThat(exchange.replay()).isNull();
    }

    @Test
    void noExchangeOutsideARequest() {
        assertThat(Exchanges.current()).isNull();
    }

    @Test
    void nothingOfTheWebIsNeededOutsideOne() throws Exception {
        URL[] withoutWeb = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(spring-web|jakarta\\.servlet|tomcat|reactor|reactive-streams).*"))
                .map(ExchangeTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(withoutWeb, ClassLoader.getPlatformClassLoader())) {
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> loader.loadClass("org.springframework.web.context.request.RequestContextHolder"));
            Class<?> exchanges = loader.loadClass(Exchanges.class.getName());
            assertThat(exchanges.getMethod("current").invoke(null)).isNull();
        }
    }

    @Test
    void addressesOfOneIpv6NetworkAreOneClient() {
        assertThat(IpLiteral.network("2001:db8:1:2:3:4:5:6")).isEqualTo(IpLiteral.network("2001:db8:1:2::1"));
        assertThat(IpLiteral.network("2001:db8:1:3::1")).isNotEqualTo(IpLiteral.network("2001:db8:1:2::1"));
        assertThat(IpLiteral.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(IpLiteral.network("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(IpLiteral.network("64:ff9b::192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(IpLiteral.network("64:ff9b::192.0.2.2")).isNotEqualTo(IpLiteral.network("64:ff9b::192.0.2.1"));
        assertThat(exchange.clientNetwork()).isEqualTo("192.0.2.1");
    }

    @Test
    void onlyAddressesAreParsedAndNoNameIsLookedUp() {
        assertThat(IpLiteral.parse("192.0.2.1")).hasToString("/192.0.2.1");
        assertThat(IpLiteral.parse("2001:db8::1%eth0")).hasToString("/2001:db8:0:0:0:0:0:1");
        for (String none : List.of("localhost", "192.0.2", "192.0.2.256", "1:2", "%eth0", "")) {
            assertThat(IpLiteral.parse(none)).as(none).isNull();
            assertThat(IpLiteral.network(none)).isEqualTo(none);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static RecordedResponse response(int status) {
        return RecordedResponse.of(status, List.of(), new byte[0]);
    }

    private PendingCompletion completion(String name) {
        return new PendingCompletion() {
            @Override
            public CompletionStage<?> finish(RecordedResponse response) {
                told.add(name + " finished " + response.status());
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<?> abandon(Throwable reason) {
                told.add(name + " abandoned: " + reason.getMessage());
                return CompletableFuture.completedFuture(null);
            }
        };
    }
}
