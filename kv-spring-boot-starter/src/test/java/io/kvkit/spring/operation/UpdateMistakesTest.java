package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Updates that no entry of their cache can hold: it would be removed, and nothing stored. */
class UpdateMistakesTest {

    record Customer(long id, String name) {}

    @Refused("@CacheUpdate(name = \"x\") on HERE.f(String): it stores PKG.UpdateMistakesTest$Customer, but @Cached on"
            + " HERE.g(String) with this name has java.lang.String. Let them agree, for example with result = \"#result.name\","
            + " or give them two names.")
    static class OtherResult {

        @CacheUpdate(name = "x", key = "#a")
        public Customer f(String a) {
            return new Customer(1, a);
        }

        @Cached(name = "x", key = "#a")
        public String g(String a) {
            return a;
        }
    }

    @Refused("@CacheUpdate(name = \"x\") on HERE.f(String): it stores java.lang.String, but @Cached on"
            + " HERE.g(String) with this name has PKG.UpdateMistakesTest$Customer."
            + " Let them agree, for example with result = \"#result.name\", or give them two names.")
    static class OtherExpression {

        @CacheUpdate(name = "x", key = "#a", result = "#result.name")
        public Mono<Customer> f(String a) {
            return Mono.empty();
        }

        @Cached(name = "x", key = "#a")
        public Optional<Customer> g(String a) {
            return Optional.empty();
        }
    }

    @Refused("@CacheUpdate(name = \"x\") on HERE.f(List): it stores java.util.List<java.lang.Integer>, but @Cached on"
            + " HERE.g() with this name has java.util.List<java.lang.Long>."
            + " Let them agree, for example with result = \"#result.name\", or give them two names.")
    static class OtherElements {

        @CacheUpdate(name = "x", key = "'all'", result = "#ids")
        public void f(List<Integer> ids) {}

        @Cached(name = "x", key = "'all'")
        public List<Long> g() {
            return List.of();
        }
    }

    /** Values that fit, or may. */
    static class Right {

        @Cached(name = "long", key = "#id")
        public long number(long id) {
            return id;
        }

        @CacheUpdate(name = "long", key = "#id")
        public Mono<Optional<Long>> boxed(long id) {
            return Mono.empty();
        }

        @CacheUpdate(name = "long", key = "#id", result = "#n")
        public void wider(long id, Number n) {}

        @CacheUpdate(name = "long", key = "#id", result = "#id + 1")
        public void sum(long id) {}

        @CacheUpdate(name = "long", key = "#id", result = "#any")
        public void unknown(long id, Object any) {}

        @CacheUpdate(name = "long", key = "#id", result = "null")
        public void nothing(long id) {}

        @Cached(name = "list", key = "#id")
        public List<Map<String, Object>> list(long id) {
            return List.of();
        }

        @CacheUpdate(name = "list", key = "#id")
        public ArrayList<Map<String, Object>> narrower(long id) {
            return new ArrayList<>();
        }

        @CacheUpdate(name = "list", key = "#id", result = "{{'a': 1}}")
        public void inline(long id) {}

        @CacheUpdate(name = "list", key = "#id", result = "#rows")
        public void open(long id, List<? extends Map<String, ?>> rows) {}
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(UpdateMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }

    @Test
    void whatFitsOrMayFitStarts() {
        assertThatCode(() -> Sources.plain().validate(Right.class)).doesNotThrowAnyException();
    }
}
