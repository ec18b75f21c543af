package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTest {

    private final Exchange exchange = FixedExchange.post("/orders");
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
    void failingCompletionNeitherFailsTheStageNorStopsOthers() {
        exchange.attach(new PendingCompletion() {
            @Override
            public CompletionStage<?> finish(RecordedResponse response) {
                throw new IllegalStateException("store is down");
            }

            @Override
            public CompletionStage<?> abandon(Throwable reason) {
                return CompletableFuture.completedFuture(null);
            }
        });
        exchange.attach(completion("b"));
        assertThat(exchange.close(response(200))).isCompleted();
        assertThat(told).containsExactly("b finished 200");
    }

    @Test
    void completionThatComesAfterTheEndIsAbandoned() {
        exchange.over();
        exchange.attach(completion("a"));
        assertThat(exchange.hasPending()).isFalse();
        assertThat(told).containsExactly("a abandoned: The request is over");
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
