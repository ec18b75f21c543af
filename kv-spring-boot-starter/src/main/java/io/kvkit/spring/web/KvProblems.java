package io.kvkit.spring.web;

import io.kvkit.call.KvRejectedException;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.exchange.ResponseNotRetainedException;
import io.kvkit.spring.operation.Area;
import io.kvkit.store.KvException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;

/**
 * Converts a refusal or a store's failure to HTTP: a status, headers and a problem of RFC 9457 with {@code type},
 * {@code title}, {@code status}, {@code detail}, {@code code} and {@code retryable}. Immutable and safe for use by
 * several threads.
 *
 * @since 0.1
 */
public final class KvProblems {

    /** The default prefix of a problem's type; the code of the problem follows it. */
    public static final String DEFAULT_TYPE_BASE = "urn:kvkit:problem:";

    // From the registry to which the draft of the RateLimit headers adds it; violated-policies is a member of it.
    private static final URI QUOTA_EXCEEDED =
            URI.create("https://iana.org/assignments/http-problem-types#quota-exceeded");

    private record Rule(int status, String title) {}

    private static final Rule BAD_REQUEST = new Rule(400, "Bad request");
    private static final Rule UNAVAILABLE = new Rule(503, "Service unavailable");
    private static final Rule BROKEN = new Rule(500, "Store failure");
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ProblemRules rules;
    private final Map<String, Rule> byCode = new HashMap<>();

    /**
     * Creates problems.
     *
     * @param rules the rules for problems
     * @param areas the areas that define the refusals
     */
    public KvProblems(ProblemRules rules, Collection<? extends Area<?>> areas) {
        this.rules = rules;
        for (Area<?> area : areas) {
            area.problems().forEach(each -> byCode.put(each.code(), new Rule(each.status(), each.title())));
        }
    }

    /** Returns the problem for a refusal. */
    public KvProblem of(KvRejectedException refusal) {
        Duration wait = refusal.retryAfter();
        ProblemDetail problem = problem(byCode.getOrDefault(refusal.code(), BAD_REQUEST), refusal.code(), wait != null);
        problem.setDetail(refusal.getMessage());
        refusal.facts().forEach(problem::setProperty);
        Map<String, String> headers = headers(wait);
        if (refusal instanceof RateLimitExceededException exceeded) {
            problem.setType(QUOTA_EXCEEDED);
            limits(problem, headers, exceeded.result());
        } else if (refusal instanceof ResponseNotRetainedException tombstone) {
            firstResponse(problem, headers, tombstone);
        }
        if (rules.help() != null && refusal.code().startsWith("idempotency-")) {
            headers.put(HttpHeaders.LINK, "<" + rules.help() + ">; rel=\"describedby\"");
        }
        return new KvProblem(problem, headers);
    }

    private static void firstResponse(
            ProblemDetail problem, Map<String, String> headers, ResponseNotRetainedException tombstone) {
        if (tombstone.originalStatus() != 0) {
            problem.setProperty("originalStatus", tombstone.originalStatus());
        }
        if (tombstone.location() != null) {
            headers.put(HttpHeaders.LOCATION, tombstone.location());
        }
    }

    /** Returns the problem for a store's failure. It does not describe the store. */
    public KvProblem of(KvException failure) {
        if (failure.kind() == KvException.Kind.PERMANENT) {
            ProblemDetail problem = problem(BROKEN, "store-failure", false);
            problem.setDetail("The request cannot be processed");
            return new KvProblem(problem, headers(null));
        }
        String code = "idempotency".equals(failure.recipe()) ? "idempotency-unavailable" : "store-unavailable";
        ProblemDetail problem = problem(UNAVAILABLE, code, true);
        problem.setDetail("The request cannot be processed at the moment");
        return new KvProblem(problem, headers(SOON));
    }

    /**
     * Returns the problem for a request without a usable key; null if that is a mistake of the application and not of
     * the client.
     */
    public @Nullable KvProblem of(KvKeyException noKey) {
        return switch (noKey.reason()) {
            case NULL -> badRequest("key-missing", "Key missing", "A value that identifies the request is missing");
            case MALFORMED ->
                badRequest("key-invalid", "Key invalid", "A value that identifies the request is no text");
            case NO_TENANT -> badRequest("tenant-missing", "Tenant missing", "The request belongs to no tenant");
            case NO_REQUEST, UNSUPPORTED -> null;
        };
    }

    /**
     * Returns the problem for a request whose values an expression cannot read; null if that is a mistake of the
     * application.
     */
    public @Nullable KvProblem of(KvExpressionException failure) {
        return failure.reason() == KvExpressionException.Reason.VALUE
                ? badRequest("key-invalid", "Key invalid", "A value of the request is not as it must be")
                : null;
    }

    private KvProblem badRequest(String code, String title, String detail) {
        ProblemDetail problem = problem(new Rule(400, title), code, false);
        problem.setDetail(detail);
        return new KvProblem(problem, Map.of());
    }

    private ProblemDetail problem(Rule rule, String code, boolean retryable) {
        ProblemDetail problem = ProblemDetail.forStatus(rule.status());
        problem.setType(URI.create(rules.typeBase() + code));
        problem.setTitle(rule.title());
        problem.setProperty("code", code);
        problem.setProperty("retryable", retryable);
        return problem;
    }

    private void limits(ProblemDetail problem, Map<String, String> headers, @Nullable RateLimitResult result) {
        if (result == null || result.policies().isEmpty()) {
            return;
        }
        LimitHeaders limits = new LimitHeaders();
        limits.add(result);
        headers.putAll(limits.values(rules.limitHeaders()));
        problem.setProperty(
                "violated-policies",
                result.violated().stream().map(RateLimitResult.Policy::name).toList());
    }

    private static Map<String, String> headers(@Nullable Duration retryAfter) {
        Map<String, String> headers = new HashMap<>();
        if (retryAfter != null) {
            headers.put(HttpHeaders.RETRY_AFTER, Long.toString(Seconds.ceil(retryAfter)));
        }
        return headers;
    }
}
