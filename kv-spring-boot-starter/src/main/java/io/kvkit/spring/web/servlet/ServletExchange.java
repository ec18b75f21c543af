package io.kvkit.spring.web.servlet;

import io.kvkit.event.CacheEvent;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.LaterWork;
import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.RecordedResponse.Kind;
import io.kvkit.spring.exchange.SentBody;
import io.kvkit.spring.web.CacheStatus;
import io.kvkit.spring.web.ExchangeRules;
import io.kvkit.spring.web.LimitHeaders;
import io.kvkit.spring.web.RecordedHeaders;
import io.kvkit.spring.web.Seconds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.util.ServletRequestPathUtils;

/** The exchange of a servlet request, kept in a request attribute during all dispatches of the request. */
final class ServletExchange extends Exchange {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ExchangeRules rules;
    private final HeldRequest body;
    private final LimitHeaders limits = new LimitHeaders();
    private final CacheStatus caches = new CacheStatus();
    private @Nullable HeldResponse held;
    private volatile Map<String, List<String>> headersBefore = Map.of();
    private volatile boolean asynchronous;
    private volatile boolean endedWell;
    private volatile boolean givenUp;
    private boolean answered;

    ServletExchange(HeldRequest request, HttpServletResponse response, ExchangeRules rules) {
        this.request = request.raw();
        this.body = request;
        this.response = response;
        this.rules = rules;
        if (this.request.getAttribute(LimitHeaders.EARLIER) instanceof RateLimitResult earlier) {
            limits.add(earlier);
        }
    }

    static @Nullable ServletExchange of(HttpServletRequest request) {
        return request.getAttribute(KEY) instanceof ServletExchange exchange ? exchange : null;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return ServletRequestPathUtils.parse(request).pathWithinApplication().value();
    }

    @Override
    public @Nullable String query() {
        return request.getQueryString();
    }

    @Override
    public @Nullable SentBody body() {
        return body.sent();
    }

    @Override
    public byte @Nullable [] bytes() {
        return body.bytes();
    }

    @Override
    public List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
    }

    @Override
    public @Nullable String principal() {
        Principal principal = innermost().getUserPrincipal();
        return principal == null ? null : principal.getName();
    }

    @Override
    public String clientIp() {
        return rules.addresses().of(request.getRemoteAddr(), this::headers);
    }

    @Override
    public void report(RateLimitResult result) {
        limits.add(result);
        if (isOpen()) {
            limits.values(rules.limitHeaders()).forEach(response::setHeader);
        }
    }

    @Override
    public void report(String cache, CacheEvent.Outcome outcome) {
        if (rules.cacheStatus() && outcome.isOfCall() && isOpen()) {
            caches.add(cache, outcome);
            response.setHeader(CacheStatus.HEADER, caches.value());
        }
    }

    @Override
    public void reportLifetime(Duration lifetime) {
        if (rules.lifetimeHeader() && isOpen()) {
            response.setHeader(RecordedHeaders.LIFETIME, Long.toString(Seconds.ceil(lifetime)));
        }
    }

    @Override
    public int status() {
        HeldResponse present = held;
        return present == null ? response.getStatus() : present.getStatus();
    }

    private boolean isOpen() {
        return !isOver() && !response.isCommitted();
    }

    @Override
    public boolean endsUnseen(@Nullable Object returned) {
        return returned instanceof DeferredResult || returned instanceof WebAsyncTask;
    }

    @Override
    public @Nullable Object later(@Nullable Object returned, LaterWork work) {
        return LaterResults.follow(returned, work);
    }

    @Override
    public boolean hasEndedWell() {
        return endedWell;
    }

    @Override
    public boolean givenUp() {
        return givenUp;
    }

    @Override
    protected void attached() {
        headersBefore = ServletHeaders.of(response);
    }

    ExchangeRules rules() {
        return rules;
    }

    /** Returns the request for the handler. */
    HeldRequest request() {
        return body;
    }

    /** Returns the headers that were set before the handler was called. */
    Map<String, List<String>> headersBefore() {
        return headersBefore;
    }

    /** Returns the response of the dispatches so far; null if there was none. */
    @Nullable
    HeldResponse held() {
        return held;
    }

    HeldResponse hold(HttpServletResponse next) {
        HeldResponse holding = new HeldResponse(next, this);
        held = holding;
        return holding;
    }

    /** Returns whether the response is discarded because a recorded response replaces it. */
    boolean isReplaced() {
        RecordedResponse recorded = replay();
        return recorded != null && !(answered && recorded.kind() == Kind.ERROR);
    }

    /** Writes a recorded response, once. */
    void answer(HeldResponse holding, RecordedResponse recorded) throws IOException {
        if (!answered) {
            answered = true;
            holding.replay(recorded);
        }
    }

    /** Marks the work of a handler on another thread as ended well. */
    void endWell() {
        endedWell = true;
    }

    /** Marks the request as continuing after the container's thread has left it. */
    void goOn() {
        asynchronous = true;
    }

    boolean isAsynchronous() {
        return asynchronous;
    }

    /** Marks the request as one for whose handler the container no longer waits. */
    void giveUp() {
        givenUp = true;
    }

    // An inner filter may have wrapped the request to add the user.
    private HttpServletRequest innermost() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                        && attributes.getRequest().getAttribute(KEY) == this
                ? attributes.getRequest()
                : request;
    }
}
