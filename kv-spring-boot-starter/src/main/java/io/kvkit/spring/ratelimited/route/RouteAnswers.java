package io.kvkit.spring.ratelimited.route;

import io.kvkit.call.KvRejectedException;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.web.KvProblem;
import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.LimitHeaderRules;
import io.kvkit.spring.web.LimitHeaders;
import io.kvkit.store.KvException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers refused requests as controllers with annotations do.
 *
 * @param problems converts refusals
 * @param limitHeaders the headers in which answers report limits
 * @param bodies writes problems as JSON; null if refusals have no body
 */
public record RouteAnswers(
        KvProblems problems,
        LimitHeaderRules limitHeaders,
        @Nullable JsonMapper bodies) {

    /**
     * Creates answers.
     *
     * @param json the application's settings for JSON; null if refusals have no body
     */
    public static RouteAnswers of(KvProblems problems, LimitHeaderRules limitHeaders, @Nullable JsonMapper json) {
        JsonMapper bodies = json == null
                ? null
                : json.rebuild()
                        .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                        .build();
        return new RouteAnswers(problems, limitHeaders, bodies);
    }

    /** Returns the headers that report a decision; none if nothing was counted. */
    Map<String, String> headers(@Nullable RateLimitResult result) {
        LimitHeaders limits = new LimitHeaders();
        if (result != null) {
            limits.add(result);
        }
        return limits.values(limitHeaders);
    }

    /** Returns the answer to a refused request; null if that is a mistake of the application. */
    @Nullable
    KvProblem problem(Throwable refusal) {
        if (refusal instanceof KvRejectedException rejected) {
            return problems.of(rejected);
        }
        if (refusal instanceof KvException failure) {
            return problems.of(failure);
        }
        return refusal instanceof KvKeyException noKey ? problems.of(noKey) : null;
    }

    /** Returns the body of an answer; null if it has none. */
    byte @Nullable [] body(KvProblem problem, RouteRequest request) {
        if (bodies == null) {
            return null;
        }
        ProblemDetail detail = problem.detail();
        try {
            detail.setInstance(URI.create(request.uri()));
        } catch (IllegalArgumentException noUri) {
            detail.setInstance(null);
        }
        return bodies.writeValueAsBytes(detail);
    }
}
