package io.kvkit.spring.web.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.exchange.RequestTooLargeException;
import io.kvkit.spring.exchange.SentBody;
import io.kvkit.spring.web.ExchangeRules;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.LimitHeaderRules;
import io.kvkit.spring.web.LimitResults;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a guard knows of a WebFlux request, and what it reports in the response. */
class ReactiveExchangeTest {

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

    private static ReactiveExchange exchange(MockServerWebExchange web, ExchangeRules rules) {
        return new ReactiveExchange(
                web, rules, new Identity("ada", null), new FormReaders(ServerCodecConfigurer.create()));
    }

    private static MockServerWebExchange web(@Nullable String type, String body) {
        MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.method(
                        HttpMethod.POST, URI.create("/a%20b?x=%31"))
                .header("X-Part", "a", "b");
        if (type != null) {
            request.header("Content-Type", type);
        }
        return MockServerWebExchange.from(request.contentLength(body.length()).body(body));
    }

    @Test
    void requestIsReadAsItWasSent() {
        ReactiveExchange exchange = exchange(web(null, ""), ALL);
        assertThat(exchange.method()).isEqualTo("POST");
        assertThat(exchange.path()).isEqualTo("/a%20b");
        assertThat(exchange.query()).isEqualTo("x=%31");
        assertThat(exchange.headers("x-part")).containsExactly("a", "b");
        assertThat(exchange.headers("X-None")).isEmpty();
        assertThat(exchange.principal()).isEqualTo("ada");
        assertThat(exchange.body()).isNull();
    }

    @Test
    void clientIsTheRemoteAddress() {
        MockServerWebExchange known = MockServerWebExchange.from(
                MockServerHttpRequest.get("/").remoteAddress(new InetSocketAddress("192.0.2.7", 1)));
        assertThat(exchange(known, ALL).clientIp()).isEqualTo("192.0.2.7");
        MockServerWebExchange unresolved = MockServerWebExchange.from(
                MockServerHttpRequest.get("/").remoteAddress(InetSocketAddress.createUnresolved("192.0.2.8", 1)));
        assertThat(exchange(unresolved, ALL).clientIp()).isEqualTo("192.0.2.8");
        MockServerWebExchange unknown = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
        assertThat(exchange(unknown, ALL).clientIp()).isEqualTo("0.0.0.0");
    }

    @Test
    void reportsAreHeadersUntilTheResponseIsSent() {
        MockServerWebExchange web = web(null, "");
        ReactiveExchange exchange = exchange(web, ALL);
        exchange.report(LimitResults.granted("quotes", 4));
        exchange.report("prices", Outcome.HIT);
        exchange.reportLifetime(Duration.ofMillis(1_500));
        assertThat(web.getResponse().getHeaders().getFirst("RateLimit")).isEqualTo("\"quotes\";r=4;t=2");
        assertThat(web.getResponse().getHeaders().getFirst("RateLimit-Policy")).isEqualTo("\"quotes\";q=5;w=10");
        assertThat(web.getResponse().getHeaders().getFirst("Cache-Status")).isEqualTo("prices; hit; detail=store");
        assertThat(web.getResponse().getHeaders().getFirst("Idempotency-Key-Lifetime"))
                .isEqualTo("2");
        web.getResponse().setComplete().block();
        exchange.report(LimitResults.granted("quotes", 3));
        exchange.report("prices", Outcome.MISS);
        exchange.reportLifetime(Duration.ofSeconds(9));
        assertThat(web.getResponse().getHeaders().getFirst("RateLimit")).isEqualTo("\"quotes\";r=4;t=2");
    }

    @Test
    void reportsThatAreSwitchedOffLeaveNoHeader() {
        MockServerWebExchange web = web(null, "");
        ReactiveExchange exchange = exchange(web, NONE);
        exchange.report(LimitResults.granted("quotes", 4));
        exchange.report("prices", Outcome.HIT);
        exchange.reportLifetime(Duration.ofSeconds(1));
        assertThat(web.getResponse().getHeaders().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"TOO_MANY_REQUESTS, 2", "CONFLICT, ", "OK, "})
    void refusalTellsWhenToRetryWhoeverAnswersIt(HttpStatus status, @Nullable String seconds) {
        MockServerWebExchange web = web(null, "");
        exchange(web, ALL).report(LimitResults.refused("quotes", Duration.ofMillis(1_200)));
        web.getResponse().setStatusCode(status);
        web.getResponse().setComplete().block();
        assertThat(web.getResponse().getHeaders().getFirst("Retry-After")).isEqualTo(seconds);
    }

    @Test
    void grantedCallTellsNoRetry() {
        MockServerWebExchange web = web(null, "");
        exchange(web, ALL).report(LimitResults.granted("quotes", 4));
        web.getResponse().setStatusCode(HttpStatus.TOO_MANY_REQUESTS);
        web.getResponse().setComplete().block();
        assertThat(web.getResponse().getHeaders().getFirst("Retry-After")).isNull();
    }

    private static String read(ReactiveExchange exchange) {
        return DataBufferUtils.join(exchange.request().getBody())
                .map(buffer -> buffer.toString(StandardCharsets.UTF_8))
                .defaultIfEmpty("")
                .block();
    }

    @Test
    void bodyIsComparedAndStillRead() {
        ReactiveExchange exchange = exchange(web("application/json", "{\"a\":1}"), ALL);
        exchange.hold(7).block();
        SentBody.Bytes sent = (SentBody.Bytes) Objects.requireNonNull(exchange.body());
        assertThat(sent.contentType()).isEqualTo("application/json");
        assertThat(sent.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1}");
        assertThat(read(exchange)).isEqualTo("{\"a\":1}");
        assertThat(read(exchange)).isEqualTo("{\"a\":1}");
        assertThat(exchange.request().isHeld()).isTrue();
    }

    @Test
    void emptyBodyIsCompared() {
        ReactiveExchange exchange = exchange(web(null, ""), ALL);
        exchange.hold(7).block();
        assertThat(((SentBody.Bytes) Objects.requireNonNull(exchange.body())).bytes())
                .isEmpty();
        assertThat(read(exchange)).isEmpty();
    }

    @Test
    void bodyAboveTheLimitIsRefused() {
        ReactiveExchange exchange = exchange(web("text/plain", "12345678"), ALL);
        assertThatThrownBy(() -> exchange.hold(7).block()).isInstanceOf(RequestTooLargeException.class);
        assertThat(exchange(web("text/plain", "12345678"), ALL)
                        .hold(Long.MAX_VALUE)
                        .block())
                .isNull();
    }

    @Test
    void bodyThatOthersReadIsNotCompared() {
        MockServerWebExchange web = MockServerWebExchange.from(
                MockServerHttpRequest.post("/").contentLength(5).body(Flux.empty()));
        ReactiveExchange exchange = exchange(web, ALL);
        exchange.hold(100).block();
        assertThat(exchange.body()).isNull();
        assertThat(exchange.request().isHeld()).isFalse();
        MockServerWebExchange failing = MockServerWebExchange.from(
                MockServerHttpRequest.post("/").body(Flux.error(new IllegalStateException("read"))));
        ReactiveExchange second = exchange(failing, ALL);
        second.hold(100).block();
        assertThat(second.body()).isNull();
    }

    @Test
    void fieldsOfAHeldFormAreComparedAndRead() {
        ReactiveExchange exchange =
                exchange(web("application/x-www-form-urlencoded;charset=ISO-8859-1", "a=1&b=%E4&flag&a=2"), ALL);
        exchange.hold(100).block();
        SentBody.Fields sent = (SentBody.Fields) Objects.requireNonNull(exchange.body());
        assertThat(sent.fields().keySet()).containsExactly("a", "b", "flag");
        assertThat(sent.fields().get("a")).isEqualTo(List.of("1", "2"));
        assertThat(sent.fields().get("b")).isEqualTo(List.of("ä"));
        assertThat(Objects.requireNonNull(exchange.forms().fields().block()).get("a"))
                .containsExactly("1", "2");
    }

    @Test
    void formWithoutACharsetIsUnicode() {
        ReactiveExchange exchange = exchange(web("application/x-www-form-urlencoded", "b=%C3%A4"), ALL);
        exchange.hold(100).block();
        assertThat(((SentBody.Fields) Objects.requireNonNull(exchange.body()))
                        .fields()
                        .get("b"))
                .isEqualTo(List.of("ä"));
    }

    @Test
    void formThatIsNotHeldIsThatOfTheServer() {
        ReactiveExchange exchange = exchange(web("application/x-www-form-urlencoded", "a=1"), ALL);
        assertThat(Objects.requireNonNull(exchange.forms().fields().block()).getFirst("a"))
                .isEqualTo("1");
        exchange.forms().deleteFiles().block();
    }

    @Test
    void bodyOfAnotherTypeHasNoFieldsAndNoParts() {
        ReactiveExchange exchange = exchange(web("application/json", "{}"), ALL);
        exchange.hold(100).block();
        assertThat(exchange.forms().fields().block()).isEmpty();
        assertThat(exchange.forms().parts().block()).isEmpty();
        ReactiveExchange untyped = exchange(web(null, "{}"), ALL);
        untyped.hold(100).block();
        assertThat(untyped.forms().fields().block()).isEmpty();
    }

    @Test
    void partsOfAHeldFormAreReadAndDeleted() {
        String body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--x--\r\n";
        ReactiveExchange exchange = exchange(web("multipart/form-data; boundary=x", body), ALL);
        exchange.hold(1_000).block();
        assertThat(exchange.body()).isInstanceOf(SentBody.Bytes.class);
        Part part = Objects.requireNonNull(
                Objects.requireNonNull(exchange.forms().parts().block()).getFirst("a"));
        assertThat(((FormFieldPart) part).value()).isEqualTo("one");
        assertThat(exchange.forms().deleteFiles().block()).isNull();
    }

    @Test
    void argumentsAreMadeForTheExchange() {
        MockServerWebExchange web = web("application/json", "{}");
        ReactiveExchange exchange = exchange(web, ALL);
        HeldServerWebExchange inner =
                new HeldServerWebExchange(web, exchange, new HeldServerResponse(web.getResponse(), exchange));
        List<@Nullable Exchange> seen = new ArrayList<>();
        inner.getRequest()
                .getBody()
                .doOnNext(any -> seen.add(Exchanges.ofHandler(new Object[0])))
                .blockLast();
        inner.getFormData()
                .doOnNext(any -> seen.add(Exchanges.ofHandler(new Object[0])))
                .block();
        inner.getMultipartData()
                .doOnNext(any -> seen.add(Exchanges.ofHandler(new Object[0])))
                .block();
        inner.getSession()
                .doOnNext(any -> seen.add(Exchanges.ofHandler(new Object[0])))
                .block();
        inner.getPrincipal()
                .doOnTerminate(() -> seen.add(Exchanges.ofHandler(new Object[0])))
                .block();
        Mono<Void> held = exchange.hold(100);
        held.doOnTerminate(() -> seen.add(Exchanges.ofHandler(new Object[0]))).block();
        assertThat(seen).hasSize(6).containsOnly(exchange);
        assertThat(Exchanges.ofHandler(new Object[0])).isNull();
        assertThat(inner.getRequest()).isSameAs(exchange.request());
        assertThat(inner.getResponse()).isInstanceOf(HeldServerResponse.class);
    }
}
