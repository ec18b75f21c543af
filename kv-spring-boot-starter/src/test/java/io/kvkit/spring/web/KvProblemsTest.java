package io.kvkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.KvRejectedException;
import io.kvkit.recipe.cache.CacheLoadTimeoutException;
import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.once.IdempotencyKeyInvalidException;
import io.kvkit.recipe.once.IdempotencyKeyMissingException;
import io.kvkit.recipe.once.IdempotencyKeyReusedException;
import io.kvkit.recipe.once.IdempotencyResultNotRetainedException;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.Namespace;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.ProblemDetail;

class KvProblemsTest {

    private final KvProblems problems = new KvProblems(
            new ProblemRules("https://example.org/problems/", null, new LimitHeaderRules(true, false)), Areas.ALL);

    static Stream<Arguments> refusals() {
        Duration wait = Duration.ofMillis(1_001);
        return Stream.of(
                Arguments.of(new IdempotencyKeyMissingException("no key"), 400, "idempotency-key-missing", null),
                Arguments.of(new IdempotencyKeyInvalidException("bad key"), 400, "idempotency-key-invalid", null),
                Arguments.of(new IdempotencyKeyReusedException(), 422, "idempotency-key-reused", null),
                Arguments.of(new IdempotencyInProgressException(wait), 409, "idempotency-in-progress", "2"),
                Arguments.of(new IdempotencyResultNotRetainedException(), 409, "idempotency-result-not-retained", null),
                Arguments.of(new CacheLoadTimeoutException("products", 500), 504, "cache-load-timeout", null),
                Arguments.of(new EventInProgressException(wait), 409, "event-in-progress", "2"),
                Arguments.of(
                        new RateLimitExceededException(LimitResults.refused("quotes", wait)),
                        429,
                        "quota-exceeded",
                        "2"),
                Arguments.of(
                        new RateLimitExceededException(LimitResults.refused("quotes", null)),
                        429,
                        "quota-exceeded",
                        null));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusalIsAProblem(KvRejectedException refusal, int status, String code, String retryAfter) {
        KvProblem problem = problems.of(refusal);
        assertThat(problem.detail().getStatus()).isEqualTo(status);
        assertThat(problem.detail().getType()).hasToString(type(code));
        assertThat(problem.detail().getTitle()).isNotBlank();
        assertThat(problem.detail().getDetail()).isEqualTo(refusal.getMessage());
        assertThat(problem.detail().getProperties())
                .containsEntry("code", code)
                .containsEntry("retryable", retryAfter != null);
        assertThat(problem.headers().get("Retry-After")).isEqualTo(retryAfter);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "PERMANENT")
    void storeThatFailsIsUnavailable(Kind kind) {
        KvProblem problem = problems.of(failure(kind, "cache"));
        assertThat(problem.detail().getStatus()).isEqualTo(503);
        assertThat(problem.detail().getProperties()).containsEntry("code", "store-unavailable");
        assertThat(problem.headers()).containsEntry("Retry-After", "1");
        assertThat(problem.detail().getDetail()).doesNotContain("10.1.2.3", "claim");
    }

    @Test
    void problemsSayWhatTheyAre() {
        assertThat(problems.of(new IdempotencyKeyReusedException()).detail().getTitle())
                .isEqualTo("Idempotency key reused");
        assertThat(problems.of(failure(Kind.TIMEOUT, "cache")).detail())
                .extracting(ProblemDetail::getTitle, ProblemDetail::getDetail)
                .containsExactly("Service unavailable", "The request cannot be processed at the moment");
        assertThat(problems.of(failure(Kind.PERMANENT, "cache")).detail())
                .extracting(ProblemDetail::getTitle, ProblemDetail::getDetail)
                .containsExactly("Store failure", "The request cannot be processed");
    }

    @ParameterizedTest
    @CsvSource({
        "NULL, key-missing, A value that identifies the request is missing",
        "MALFORMED, key-invalid, A value that identifies the request is no text",
        "NO_TENANT, tenant-missing, The request belongs to no tenant"
    })
    void aRequestWithoutAUsableKeyIsTheMistakeOfItsClient(KvKeyException.Reason reason, String code, String detail) {
        KvProblem problem = problems.of(new KvKeyException(reason, site(), "key", "secret"));
        assertThat(problem.detail().getStatus()).isEqualTo(400);
        assertThat(problem.detail().getDetail()).isEqualTo(detail);
        assertThat(problem.detail().getProperties()).containsEntry("code", code).containsEntry("retryable", false);
    }

    @Test
    void mistakesOfTheApplicationAreNoProblemsOfAClient() {
        assertThat(problems.of(new KvKeyException(KvKeyException.Reason.UNSUPPORTED, site(), "key", "x")))
                .isNull();
        assertThat(problems.of(expression(KvExpressionException.Reason.EXPRESSION)))
                .isNull();
        assertThat(problems.of(expression(KvExpressionException.Reason.VALUE))
                        .detail()
                        .getDetail())
                .isEqualTo("A value of the request is not as it must be");
    }

    private static KvExpressionException expression(KvExpressionException.Reason reason) {
        return new KvExpressionException(site(), "key", "#id", reason, "failed", null);
    }

    private static OperationSite site() {
        return new OperationSite(Object.class, Object.class.getMethods()[0], "Idempotent");
    }

    @Test
    void headersOfLimitsAreThoseOfThePolicies() {
        KvProblem problem =
                problems.of(new RateLimitExceededException(LimitResults.refused("quotes", Duration.ofSeconds(1))));
        assertThat(problem.headers())
                .containsEntry("RateLimit-Policy", "\"quotes\";q=5;w=10")
                .containsEntry("RateLimit", "\"quotes\";r=0;t=1");
    }

    @Test
    void storeThatFailsForIdempotencySaysSo() {
        KvProblem problem = problems.of(failure(Kind.TIMEOUT, "idempotency"));
        assertThat(problem.detail().getProperties())
                .containsEntry("code", "idempotency-unavailable")
                .containsEntry("retryable", true);
    }

    @Test
    void permanentFailureIsNotToBeTriedAgain() {
        KvProblem problem = problems.of(failure(Kind.PERMANENT, "idempotency"));
        assertThat(problem.detail().getStatus()).isEqualTo(500);
        assertThat(problem.detail().getProperties()).containsEntry("retryable", false);
        assertThat(problem.headers()).isEmpty();
    }

    @Test
    void refusalsOfIdempotencyLinkTheirDocumentation() {
        var documented = new KvProblems(
                new ProblemRules(
                        "urn:x:", URI.create("https://example.org/help?a=1#keys"), new LimitHeaderRules(true, false)),
                Areas.ALL);
        for (KvRejectedException refusal : List.of(
                new IdempotencyKeyMissingException("no key"),
                new IdempotencyKeyInvalidException("bad key"),
                new IdempotencyKeyReusedException(),
                new IdempotencyInProgressException(Duration.ofSeconds(1)),
                new IdempotencyResultNotRetainedException())) {
            assertThat(documented.of(refusal).headers())
                    .containsEntry("Link", "<https://example.org/help?a=1#keys>; rel=\"describedby\"");
            assertThat(problems.of(refusal).headers()).doesNotContainKey("Link");
        }
        var limit = new RateLimitExceededException(LimitResults.refused("quotes", Duration.ofSeconds(1)));
        assertThat(documented.of(limit).headers()).doesNotContainKey("Link");
    }

    @Test
    void headersOfLimitsCanBeSwitchedOff() {
        var quiet = new KvProblems(new ProblemRules("urn:x:", null, new LimitHeaderRules(false, false)), Areas.ALL);
        KvProblem problem =
                quiet.of(new RateLimitExceededException(LimitResults.refused("quotes", Duration.ofSeconds(1))));
        assertThat(problem.headers()).containsOnlyKeys("Retry-After");
        assertThat(problem.detail().getProperties()).containsEntry("violated-policies", List.of("quotes"));
    }

    @Test
    void legacyHeadersCanBeSwitchedOn() {
        var legacy = new KvProblems(new ProblemRules("urn:x:", null, new LimitHeaderRules(false, true)), Areas.ALL);
        KvProblem problem =
                legacy.of(new RateLimitExceededException(LimitResults.refused("quotes", Duration.ofMillis(1_500))));
        assertThat(problem.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Retry-After", "2",
                        "X-RateLimit-Limit", "5",
                        "X-RateLimit-Remaining", "0",
                        "X-RateLimit-Reset", "2"));
    }

    // The draft registers this one, and violated-policies is a member of it.
    private static String type(String code) {
        return code.equals("quota-exceeded")
                ? "https://iana.org/assignments/http-problem-types#quota-exceeded"
                : "https://example.org/problems/" + code;
    }

    private static KvException failure(Kind kind, String recipe) {
        Namespace names = Namespace.of("shop", recipe, "payments", Retention.KEPT);
        return new KvException(kind, Outcome.UNKNOWN, "claim", names.key("k"), "10.1.2.3 refused", null);
    }
}
