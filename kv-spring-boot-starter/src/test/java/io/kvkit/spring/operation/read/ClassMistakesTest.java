package io.kvkit.spring.operation.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.operation.Mistakes;
import io.kvkit.spring.operation.Refused;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Composed annotations, which Java lets stand on classes, where the annotations that they carry may not. */
class ClassMistakesTest {

    @Cached(name = "products")
    @Retention(RetentionPolicy.RUNTIME)
    @interface CachedProduct {}

    @CacheInvalidate(name = "products", key = "#id")
    @CacheInvalidate(name = "lists", key = "'all'")
    @Retention(RetentionPolicy.RUNTIME)
    @interface ChangesProduct {}

    @Idempotent(name = "once", key = "#id")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Once {}

    @DedupeEvent(name = "event", key = "#id")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Event {}

    @RateLimited(name = "few", limit = 3, window = "1m")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Few {}

    @Refused("@CachedProduct on HERE: it carries @Cached, which would do nothing on a class. Put it on the methods.")
    @CachedProduct
    static class OnAClass {

        public String m(long id) {
            return "";
        }
    }

    @Refused("@ChangesProduct on HERE: it carries @CacheInvalidate, which would do nothing on a class. Put it on the "
            + "methods.")
    @ChangesProduct
    static class RepeatedOnAClass {}

    @Once
    interface Base {}

    @Refused("@Once on PKG.ClassMistakesTest$Base: it carries @Idempotent, which would do nothing on a class. Put it "
            + "on the methods.")
    static class OnAnInterface implements Base {}

    @Refused("@Event on HERE: it carries @DedupeEvent, which would do nothing on a class. Put it on the methods.")
    @Event
    static class BesideAnAnnotatedMethod {

        @Cached
        public String m(long id) {
            return "";
        }
    }

    @Few
    static class Limited {

        public void m() {}
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(ClassMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aComposedAnnotationOnAClassDoesNotDoNothingSilently(Class<?> type) {
        Mistakes.assertRefused(type);
    }

    @Test
    void aComposedLimitOnAClassLimitsItsMethods() {
        assertThat(Sources.operations(Limited.class, "m").all(RateLimitedOperation.class))
                .extracting(RateLimitedOperation::name)
                .containsExactly("few");
    }
}
