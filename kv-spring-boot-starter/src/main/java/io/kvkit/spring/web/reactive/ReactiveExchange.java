package io.kvkit.spring.web.reactive;

import io.kvkit.event.CacheEvent;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.SentBody;
import io.kvkit.spring.web.CacheStatus;
import io.kvkit.spring.web.ExchangeRules;
import io.kvkit.spring.web.LimitHeaders;
import io.kvkit.spring.web.RecordedHeaders;
import io.kvkit.spring.web.Seconds;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The exchange of a WebFlux request. */
final class ReactiveExchange extends Exchange {

    private final ServerWebExchange web;
    private final ExchangeRules rules;
    private final Identity identity;
    private final LimitHeaders limits = new LimitHeaders();
    private final CacheStatus caches = new CacheStatus();
    private final HttpHeaders headersBefore;
    private final HeldServerRequest request;
    private final HeldForms forms;
    private volatile @Nullable SentBody body;

    ReactiveExchange(ServerWebExchange web, ExchangeRules rules, Identity identity, FormReaders readers) {
        this.web = web;
        this.rules = rules;
        if (web.getAttribute(LimitHeaders.EARLIER) instanceof RateLimitResult earlier) {
            limits.add(earlier);
        }
        this.identity = identity;
        // Copied now, because WebFlux sets the content type before it asks the handler for the body.
        this.headersBefore = HttpHeaders.copyOf(web.getResponse().getHeaders());
        this.request = new HeldServerRequest(web.getRequest(), this);
        this.forms = new HeldForms(web, request, readers);
        web.getResponse().beforeCommit(() -> Mono.fromRunnable(this::retryAfter));
    }

    @Override
    public String method() {
        return web.getRequest().getMethod().name();
    }

    @Override
    public String path() {
        return web.getRequest().getPath().pathWithinApplication().value();
    }

    @Override
    public @Nullable String query() {
        return web.getRequest().getURI().getRawQuery();
    }

    @Override
    public @Nullable SentBody body() {
        return body;
    }

    @Override
    public byte @Nullable [] bytes() {
        return request.bytes();
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = web.getRequest().getHeaders().get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    @Override
    public @Nullable String principal() {
        return identity.name();
    }

    @Override
    public String clientIp() {
        InetSocketAddress remote = web.getRequest().getRemoteAddress();
        String address = remote == null ? null : address(remote);
        return rules.addresses().of(address, this::headers);
    }

    @Override
    public void report(RateLimitResult result) {
        limits.add(result);
        ServerHttpResponse response = web.getResponse();
        if (!response.isCommitted()) {
            limits.values(rules.limitHeaders()).forEach(response.getHeaders()::set);
        }
    }

    @Override
    public void report(String cache, CacheEvent.Outcome outcome) {
        ServerHttpResponse response = web.getResponse();
        if (rules.cacheStatus() && outcome.isOfCall() && !response.isCommitted()) {
            caches.add(cache, outcome);
            response.getHeaders().set(CacheStatus.HEADER, caches.value());
        }
    }

    @Override
    public void reportLifetime(Duration lifetime) {
        ServerHttpResponse response = web.getResponse();
        if (rules.lifetimeHeader() && !response.isCommitted()) {
            response.getHeaders().set(RecordedHeaders.LIFETIME, Long.toString(Seconds.ceil(lifetime)));
        }
    }

    @Override
    public int status() {
        HttpStatusCode status = web.getResponse().getStatusCode();
        return status == null ? 0 : status.value();
    }

    /** Returns the headers that were set before the handler was called. */
    HttpHeaders headersBefore() {
        return headersBefore;
    }

    ExchangeRules rules() {
        return rules;
    }

    /** Returns the request for the handler. */
    HeldServerRequest request() {
        return request;
    }

    HeldForms forms() {
        return forms;
    }

    /** Reads the body before the handler is called. */
    Mono<Void> hold(long limit) {
        return forms.hold(limit).doOnNext(sent -> body = sent).then().transform(HandlingSignals.of(this));
    }

    // Whichever component maps the refusal, a client must know when to retry.
    private void retryAfter() {
        ServerHttpResponse response = web.getResponse();
        HttpStatusCode status = response.getStatusCode();
        Duration wait = limits.retryAfter();
        if (wait != null && HttpStatus.TOO_MANY_REQUESTS.equals(status)) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Seconds.ceil(wait)));
        }
    }

    private static String address(InetSocketAddress remote) {
        InetAddress resolved = remote.getAddress();
        return resolved == null ? remote.getHostString() : resolved.getHostAddress();
    }
}
