package io.kvkit.spring.web;

import io.kvkit.ratelimit.RateLimitResult;
import io.kvkit.spring.exchange.Exchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The exchange of a WebFlux request. */
final class ReactiveExchange extends Exchange {

    private final ServerWebExchange web;
    private final ClientAddress addresses;
    private final Identity identity;
    private final LimitHeaders limits = new LimitHeaders();
    private volatile @Nullable MultiValueMap<String, String> form;
    private final HttpHeaders headersBefore;

    ReactiveExchange(ServerWebExchange web, ClientAddress addresses, Identity identity) {
        this.web = web;
        this.addresses = addresses;
        this.identity = identity;
        // Now, because WebFlux sets the content type before it asks the handler for the body.
        this.headersBefore = HttpHeaders.copyOf(web.getResponse().getHeaders());
        web.getResponse().beforeCommit(() -> Mono.fromRunnable(this::retryAfter));
    }

    @Override
    public String method() {
        return web.getRequest().getMethod().name();
    }

    @Override
    public String route() {
        Object pattern = web.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null
                ? web.getRequest().getPath().pathWithinApplication().value()
                : pattern.toString();
    }

    @Override
    public Map<String, String> pathVariables() {
        Map<String, String> found = web.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return found == null ? Map.of() : Map.copyOf(found);
    }

    @Override
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters =
                new LinkedHashMap<>(web.getRequest().getQueryParams());
        MultiValueMap<String, String> read = form;
        if (read != null) {
            read.forEach((name, values) -> parameters.merge(name, values, ReactiveExchange::joined));
        }
        return parameters;
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
        return addresses.of(address, this::headers);
    }

    @Override
    public void report(RateLimitResult result) {
        limits.add(result);
        ServerHttpResponse response = web.getResponse();
        if (!response.isCommitted() && !result.policies().isEmpty()) {
            response.getHeaders().set(LimitHeaders.POLICY, limits.policies());
            response.getHeaders().set(LimitHeaders.LIMIT, limits.limits());
        }
    }

    /** The headers that were there before the handler was called. */
    HttpHeaders headersBefore() {
        return headersBefore;
    }

    /** Hears the form that the handler's arguments were taken from. */
    void form(MultiValueMap<String, String> read) {
        form = read;
    }

    // Whoever maps the refusal: a client has to know when to come back.
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

    private static List<String> joined(List<String> query, List<String> form) {
        List<String> all = new ArrayList<>(query);
        all.addAll(form);
        return all;
    }
}
