package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.annotation.Band;
import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.annotation.RateLimited.Algorithm;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every mistake that is seen at start, with the whole message. */
class MistakesTest {

    static class Syntax {
        @Cached(key = "#id +")
        public String m(long id) {
            return "";
        }
    }

    static class UnknownVariable {
        @Cached(key = "#ids")
        public String m(long id) {
            return "";
        }
    }

    static class UnknownVariableInList {
        @Cached(key = "{#id, #tenant}")
        public String m(long id) {
            return "";
        }
    }

    static class PlainName {
        @Cached(key = "id")
        public String m(long id) {
            return "";
        }
    }

    static class PlainText {
        @Cached(key = "all")
        public String m(long id) {
            return "";
        }
    }

    static class PlainCall {
        @Cached(key = "keyOf(#id)")
        public String m(long id) {
            return "";
        }
    }

    static class Function {
        @Cached(key = "#keyOf(#id)")
        public String m(long id) {
            return "";
        }
    }

    static class UnknownBean {
        @Cached(key = "@region.of(#id)")
        public String m(long id) {
            return "";
        }
    }

    static class ResultTooEarly {
        @Cached(key = "#result.id")
        public String m(long id) {
            return "";
        }
    }

    static class ResultBefore {
        @CacheInvalidate(name = "n", key = "#result", beforeInvocation = true)
        public String m(long id) {
            return "";
        }
    }

    static class ConditionSyntax {
        @Cached(condition = "#id >")
        public String m(long id) {
            return "";
        }
    }

    static class UnlessVariable {
        @Cached(unless = "#value == null")
        public String m(long id) {
            return "";
        }
    }

    static class LowerCaseScope {
        @Cached(scope = "tenant")
        public String m(long id) {
            return "";
        }
    }

    static class NoDuration {
        @Cached(ttl = "NaN")
        public String m(long id) {
            return "";
        }
    }

    static class NoUnit {
        @Cached(ttl = "10")
        public String m(long id) {
            return "";
        }
    }

    static class NegativeDuration {
        @Cached(ttl = "-10s")
        public String m(long id) {
            return "";
        }
    }

    static class ZeroDuration {
        @Cached(ttl = "0s")
        public String m(long id) {
            return "";
        }
    }

    static class LongDuration {
        @Cached(ttl = "40000d")
        public String m(long id) {
            return "";
        }
    }

    static class OverflowingDuration {
        @Cached(ttl = "99999999999999999d")
        public String m(long id) {
            return "";
        }
    }

    static class Placeholder {
        @Cached(ttl = "${no.such}")
        public String m(long id) {
            return "";
        }
    }

    static class BadName {
        @Cached(name = "my products")
        public String m(long id) {
            return "";
        }
    }

    static class LongName {
        @Cached("a2345678901234567890123456789012345678901234567890123456789012345")
        public String m(long id) {
            return "";
        }
    }

    static class TwoNames {
        @Cached(value = "a", name = "b")
        public String m(long id) {
            return "";
        }
    }

    static class VoidCached {
        @Cached
        public void m(long id) {}
    }

    static class VoidMonoCached {
        @Cached
        public Mono<Void> m(long id) {
            return Mono.empty();
        }
    }

    static class FluxCached {
        @Cached
        public Flux<String> m(long id) {
            return Flux.empty();
        }
    }

    static class FutureCached {
        @Cached
        public Future<String> m(long id) {
            throw new IllegalStateException();
        }
    }

    static class StreamCached {
        @Cached
        public Stream<String> m(long id) {
            return Stream.empty();
        }
    }

    static class VariableCached {
        @Cached
        public <T> T m(long id) {
            throw new IllegalStateException();
        }
    }

    static class PrimitiveNull {
        @Cached(nullTtl = "10s")
        public int m(long id) {
            return 1;
        }
    }

    static class Filter {}

    static class NoText {
        @Cached
        public String m(Filter filter) {
            return "";
        }
    }

    static class NoTextNamed {
        @Cached(key = "#filter")
        public String m(Filter filter) {
            return "";
        }
    }

    static class PrincipalDropped {
        @Cached
        public String m(Principal who, long id) {
            return "";
        }
    }

    static class InvalidateWithoutName {
        @CacheInvalidate(key = "#id")
        public void m(long id) {}
    }

    static class InvalidateWithoutKey {
        @CacheInvalidate("products")
        public void m(long id) {}
    }

    static class UpdateOfNothing {
        @CacheUpdate(name = "products", key = "#id")
        public void m(long id) {}
    }

    static class EventWithoutKey {
        @DedupeEvent
        public void m(String event) {}
    }

    static class EventIntoPrimitive {
        @DedupeEvent(key = "#event")
        public boolean m(String event) {
            return true;
        }
    }

    static class EventIntoVoid {
        @DedupeEvent(key = "#event", duplicateResult = "1")
        public void m(String event) {}
    }

    static class IdempotentService {
        @Idempotent
        public String m(String order) {
            return "";
        }
    }

    static class IdempotentLease {
        @Idempotent(key = "#order", ttl = "10s", lease = "1m")
        public String m(String order) {
            return "";
        }
    }

    static class IdempotentKeyAndHeader {
        @Idempotent(key = "#order", header = "X-Key")
        public String m(String order) {
            return "";
        }
    }

    @Controller
    static class IdempotentHeader {
        @Idempotent(header = "my key")
        @PostMapping("/")
        public String m(String order) {
            return "";
        }
    }

    @Controller
    static class IdempotentStream {
        @Idempotent
        @PostMapping("/")
        public SseEmitter m(String order) {
            return new SseEmitter();
        }
    }

    static class LimitWithoutLimit {
        @RateLimited(window = "1s")
        public void m() {}
    }

    static class LimitWithoutWindow {
        @RateLimited(limit = 1)
        public void m() {}
    }

    static class LimitZero {
        @RateLimited(limit = 0, window = "1s")
        public void m() {}
    }

    static class LimitAndBands {
        @RateLimited(
                limit = 1,
                bands = {@Band(limit = 1, window = "1s")})
        public void m() {}
    }

    static class BadBand {
        @RateLimited(bands = {@Band(limit = 1, window = "1s"), @Band(limit = -5, window = "1m")})
        public void m() {}
    }

    static class BurstOfWindow {
        @RateLimited(limit = 1, window = "1s", burst = 2, algorithm = Algorithm.FIXED_WINDOW)
        public void m() {}
    }

    static class HugeCost {
        @RateLimited(limit = 5, window = "1s", cost = "6")
        public void m() {}
    }

    static class ZeroCost {
        @RateLimited(limit = 5, window = "1s", cost = "0")
        public void m() {}
    }

    static class UnknownFallback {
        @RateLimited(limit = 5, window = "1s", fallback = "later")
        public String m(long id) {
            return "";
        }
    }

    static class WrongFallback {
        @RateLimited(limit = 5, window = "1s", fallback = "later")
        public String m(long id) {
            return "";
        }

        String later(String id) {
            return id;
        }

        int later(long id) {
            return 1;
        }
    }

    static class UnnamedLimits {
        @RateLimited(limit = 5, window = "1s")
        @RateLimited(limit = 50, window = "1m", key = "#id")
        public String m(long id) {
            return "";
        }
    }

    static class PrivateMethod {
        @Cached
        private String m(long id) {
            return "";
        }
    }

    static class FinalMethod {
        @Cached
        public final String m(long id) {
            return "";
        }
    }

    static class StaticMethod {
        @Cached
        public static String m(long id) {
            return "";
        }
    }

    static final class FinalClass {
        @Cached
        public String m(long id) {
            return "";
        }
    }

    static class Overloads {
        @Idempotent(key = "#id")
        public String m(long id) {
            return "";
        }

        @Idempotent(key = "#id")
        public String m(String id) {
            return "";
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        Syntax.class,
                        "@Cached(key = \"#id +\") on HERE.m(long): it is no valid SpEL expression (EL1042E: Problem parsing right operand). Arguments are written as in #id, texts as in 'all'."),
                Arguments.of(
                        UnknownVariable.class,
                        "@Cached(key = \"#ids\") on HERE.m(long): there is no #ids. Known here: #id, #client, #root.method."),
                Arguments.of(
                        UnknownVariableInList.class,
                        "@Cached(key = \"{#id, #tenant}\") on HERE.m(long): there is no #tenant. Known here: #id, #client, #root.method."),
                Arguments.of(
                        PlainName.class, "@Cached(key = \"id\") on HERE.m(long): \"id\" is no argument. Write #id."),
                Arguments.of(
                        PlainText.class,
                        "@Cached(key = \"all\") on HERE.m(long): \"all\" means nothing. Write 'all' for a text. Known here: #id, #client, #root.method."),
                Arguments.of(
                        PlainCall.class,
                        "@Cached(key = \"keyOf(#id)\") on HERE.m(long): \"keyOf()\" means nothing. Call it on a bean or an argument. Known here: #id, #client, #root.method."),
                Arguments.of(
                        Function.class,
                        "@Cached(key = \"#keyOf(#id)\") on HERE.m(long): it uses #keyOf(#id), which is not supported. Use a bean, as in @keys.of(#id)."),
                Arguments.of(
                        UnknownBean.class,
                        "@Cached(key = \"@region.of(#id)\") on HERE.m(long): there is no bean \"region\". Define it, or name another bean."),
                Arguments.of(
                        ResultTooEarly.class,
                        "@Cached(key = \"#result.id\") on HERE.m(long): #result is not known here, because the method has not run yet. Known here: #id, #client, #root.method."),
                Arguments.of(
                        ResultBefore.class,
                        "@CacheInvalidate(key = \"#result\") on HERE.m(long): #result is not known here, because the method has not run yet. Known here: #id, #client, #root.method."),
                Arguments.of(
                        ConditionSyntax.class,
                        "@Cached(condition = \"#id >\") on HERE.m(long): it is no valid SpEL expression (EL1042E: Problem parsing right operand). Arguments are written as in #id, texts as in 'all'."),
                Arguments.of(
                        UnlessVariable.class,
                        "@Cached(unless = \"#value == null\") on HERE.m(long): there is no #value. Known here: #id, #result, #client, #root.method."),
                Arguments.of(
                        LowerCaseScope.class,
                        "@Cached(scope = \"tenant\") on HERE.m(long): \"tenant\" means nothing. Write TENANT, PRINCIPAL or an expression. Known here: #id, #client, #root.method."),
                Arguments.of(
                        NoDuration.class,
                        "@Cached(ttl = \"NaN\") on HERE.m(long): it is no duration. Write a number and a unit, as in 10s, 5m or PT1H."),
                Arguments.of(
                        NoUnit.class,
                        "@Cached(ttl = \"10\") on HERE.m(long): the unit is missing. Write 10s for seconds or 10ms for milliseconds."),
                Arguments.of(
                        NegativeDuration.class,
                        "@Cached(ttl = \"-10s\") on HERE.m(long): it is negative. Write a duration above zero, as in 10s."),
                Arguments.of(
                        ZeroDuration.class,
                        "@Cached(ttl = \"0s\") on HERE.m(long): it is zero. Write a duration above zero, as in 10s."),
                Arguments.of(
                        LongDuration.class,
                        "@Cached(ttl = \"40000d\") on HERE.m(long): it is longer than 100 years. Write a shorter one, as in 365d."),
                Arguments.of(
                        OverflowingDuration.class,
                        "@Cached(ttl = \"99999999999999999d\") on HERE.m(long): it is no duration. Write a number and a unit, as in 10s, 5m or PT1H."),
                Arguments.of(
                        Placeholder.class,
                        "@Cached(ttl = \"${no.such}\") on HERE.m(long): a placeholder has no value. Set the property, or give it a default as in ${some.property:10s}."),
                Arguments.of(
                        BadName.class,
                        "@Cached(name = \"my products\") on HERE.m(long): it is no name. Use 1 to 64 letters, digits, dots, underscores or hyphens, as in name = \"products\"."),
                Arguments.of(
                        LongName.class,
                        "@Cached(name = \"a2345678901234567890123456789012345678901234567890123456789012345\") on HERE.m(long): it is no name. Use 1 to 64 letters, digits, dots, underscores or hyphens, as in name = \"products\"."),
                Arguments.of(
                        TwoNames.class,
                        "@Cached(name = \"b\") on HERE.m(long): value = \"a\" says otherwise. They are the same attribute: set one."),
                Arguments.of(
                        VoidCached.class,
                        "@Cached on HERE.m(long): it returns nothing, so there is nothing to keep. Return a value."),
                Arguments.of(
                        VoidMonoCached.class,
                        "@Cached on HERE.m(long): it returns nothing, so there is nothing to keep. Return a value."),
                Arguments.of(
                        FluxCached.class,
                        "@Cached on HERE.m(long): it returns Flux, and a stream cannot be kept. Return a Mono of a list, as by collectList()."),
                Arguments.of(
                        FutureCached.class, "@Cached on HERE.m(long): it returns Future. Return a CompletableFuture."),
                Arguments.of(
                        StreamCached.class,
                        "@Cached on HERE.m(long): it returns Stream, which is read once only. Return a list or an array."),
                Arguments.of(
                        VariableCached.class,
                        "@Cached on HERE.m(long): it returns T, so nobody knows what to read a result as. Return a class, or fix the type parameter in the class of the bean."),
                Arguments.of(
                        PrimitiveNull.class,
                        "@Cached(nullTtl = \"10s\") on HERE.m(long): the method returns int, which is never null. Remove it."),
                Arguments.of(
                        NoText.class,
                        "@Cached(key) on HERE.m(Filter): the argument \"Filter filter\" cannot be part of a key, because "
                                + Filter.class.getName()
                                + " has no toString() of its own. Name what identifies it, as in key = \"#filter.id\", or give it a toString()."),
                Arguments.of(
                        NoTextNamed.class,
                        "@Cached(key = \"#filter\") on HERE.m(Filter): the argument \"Filter filter\" cannot be part of a key, because "
                                + Filter.class.getName()
                                + " has no toString() of its own. Name what identifies it, as in key = \"#filter.id\", or give it a toString()."),
                Arguments.of(
                        PrincipalDropped.class,
                        "@Cached(scope) on HERE.m(Principal, long): the argument \"Principal who\" takes no part in the default key, so all principals would share a result. Set scope = \"PRINCIPAL\", or a key."),
                Arguments.of(
                        InvalidateWithoutName.class,
                        "@CacheInvalidate(name) on HERE.m(long): it is required. Write the name of the @Cached method, as in name = \"products\"."),
                Arguments.of(
                        InvalidateWithoutKey.class,
                        "@CacheInvalidate(key) on HERE.m(long): it is required. Write the key of the @Cached method, as in key = \"#id\"."),
                Arguments.of(
                        UpdateOfNothing.class,
                        "@CacheUpdate on HERE.m(long): it returns nothing, so there is nothing to keep. Return a value."),
                Arguments.of(
                        EventWithoutKey.class,
                        "@DedupeEvent(key) on HERE.m(String): it is required. Write what identifies the event, as in key = \"#event.id\"."),
                Arguments.of(
                        EventIntoPrimitive.class,
                        "@DedupeEvent(duplicateResult) on HERE.m(String): it is required, because the method returns boolean and never null. Write what a duplicate gets, as in duplicateResult = \"0\"."),
                Arguments.of(
                        EventIntoVoid.class,
                        "@DedupeEvent(duplicateResult = \"1\") on HERE.m(String): the method returns nothing. Remove it, or return a value."),
                Arguments.of(
                        IdempotentService.class,
                        "@Idempotent(key) on HERE.m(String): it is required, because the method is no controller's and has no request header. Write what identifies the call, as in key = \"#order.id\"."),
                Arguments.of(
                        IdempotentLease.class,
                        "@Idempotent(lease = \"PT1M\") on HERE.m(String): it is longer than the ttl, PT10S. Set a lease that is not longer than the ttl, or a longer ttl."),
                Arguments.of(
                        IdempotentKeyAndHeader.class,
                        "@Idempotent(header = \"X-Key\") on HERE.m(String): the key is an expression already: #order. Set key or header, not both."),
                Arguments.of(
                        IdempotentHeader.class,
                        "@Idempotent(header = \"my key\") on HERE.m(String): it is no name of a header. Write one, as in header = \"Idempotency-Key\"."),
                Arguments.of(
                        IdempotentStream.class,
                        "@Idempotent on HERE.m(String): it returns SseEmitter, and a stream cannot be replayed. Return a value."),
                Arguments.of(
                        LimitWithoutLimit.class,
                        "@RateLimited(limit) on HERE.m(): there is no limit. Write limit = 10, window = \"1m\", or bands."),
                Arguments.of(
                        LimitWithoutWindow.class,
                        "@RateLimited(window) on HERE.m(): there is no window. Write limit = 10, window = \"1m\", or bands."),
                Arguments.of(
                        LimitZero.class,
                        "@RateLimited(limit = \"0\") on HERE.m(): it is not above zero. Write 1 or more."),
                Arguments.of(
                        LimitAndBands.class,
                        "@RateLimited(bands) on HERE.m(): limit, window or burst is set too. Set bands, or limit and window."),
                Arguments.of(
                        BadBand.class,
                        "@RateLimited(bands.limit = \"-5\") on HERE.m(): it is not above zero. Write 1 or more."),
                Arguments.of(
                        BurstOfWindow.class,
                        "@RateLimited(burst = \"2\") on HERE.m(): a FIXED_WINDOW has no burst. Remove it, or use a TOKEN_BUCKET."),
                Arguments.of(
                        HugeCost.class,
                        "@RateLimited(cost = \"6\") on HERE.m(): no call could ever pass, because there are never more than 5 permits. Lower the cost, or raise the limit."),
                Arguments.of(
                        ZeroCost.class,
                        "@RateLimited(cost = \"0\") on HERE.m(): it is not above zero. Write 1 or more."),
                Arguments.of(
                        UnknownFallback.class,
                        "@RateLimited(fallback = \"later\") on HERE.m(long): there is no such method in UnknownFallback. Write String later(long), or with a RateLimitExceededException as one more parameter."),
                Arguments.of(
                        WrongFallback.class,
                        "@RateLimited(fallback = \"later\") on HERE.m(long): no method of that name has the parameters and the return type of this one. Write String later(long), or with a RateLimitExceededException as one more parameter."),
                Arguments.of(
                        UnnamedLimits.class,
                        "@RateLimited(name = \"UnnamedLimits.m\") on HERE.m(long): the method has another @RateLimited of this name. Give each a name of its own, as in name = \"UnnamedLimits.m.2\"."),
                Arguments.of(
                        PrivateMethod.class,
                        "@Cached on HERE.m(long): the method is private, so the annotation would do nothing. Make it public, and call it from another bean."),
                Arguments.of(
                        FinalMethod.class,
                        "@Cached on HERE.m(long): the method is final, so the annotation would do nothing. Remove final."),
                Arguments.of(
                        StaticMethod.class,
                        "@Cached on HERE.m(long): the method is static, so the annotation would do nothing. Make it a method of the bean."),
                Arguments.of(
                        FinalClass.class,
                        "@Cached on HERE.m(long): the class is final, so the annotation would do nothing. Remove final."));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type, String message) {
        KvConfigurationException mistake = catchThrowableOfType(
                KvConfigurationException.class, () -> Sources.plain().validate(type));
        assertThat(mistake).hasMessage(message.replace("HERE", type.getName()));
        assertThat(mistake.type()).isEqualTo(type);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreFoundAgainAtEveryTry(Class<?> type, String message) {
        OperationSource source = Sources.plain();
        assertThat(catchThrowableOfType(KvConfigurationException.class, () -> source.validate(type)))
                .isNotNull();
        assertThat(catchThrowableOfType(KvConfigurationException.class, () -> source.validate(type)))
                .isNotNull();
    }

    static List<Class<?>> neighbours() {
        return List.of(MistakesTest.class, Object.class, String.class, List.class, Runnable.class);
    }

    @ParameterizedTest
    @MethodSource("neighbours")
    void classesWithoutAnnotationsPass(Class<?> type) {
        assertThat(Sources.plain().validate(type)).isFalse();
    }
}
