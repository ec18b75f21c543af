package io.kvkit.spring.operation.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.cached.CachedOperation;
import io.kvkit.spring.cached.InvalidateOperation;
import io.kvkit.spring.operation.Sources;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionTest {

    static class Shop {

        @Cached(condition = "#id > 0", unless = "#result == null or #result.isEmpty()")
        public String find(long id) {
            return "";
        }

        @Cached(unless = "#result.isEmpty()")
        public @Nullable String findOrNull(long id) {
            return null;
        }

        @Cached(unless = "#result?.isEmpty()", validWhile = "#result.length() > 1")
        public Optional<String> findIfPresent(long id) {
            return Optional.empty();
        }

        @Cached(condition = "#flag")
        public String flagged(@Nullable Boolean flag) {
            return "";
        }

        @Cached(condition = "#text")
        public String text(Object text) {
            return "";
        }

        @CacheInvalidate(name = "n", key = "#id", condition = "#result > 1")
        public int change(long id) {
            return 1;
        }
    }

    private static Invocation call(String method, @Nullable Object... arguments) {
        return new Invocation(new Shop(), Sources.method(Shop.class, method), arguments, Client.NONE);
    }

    @Test
    void conditionsSeeArgumentsAndUnlessSeesTheResult() {
        CachedOperation find = Sources.cached(Shop.class, "find");
        assertThat(find.condition().test(call("find", 1L), null)).isTrue();
        assertThat(find.condition().test(call("find", 0L), null)).isFalse();
        assertThat(find.unless().test(call("find", 1L), null)).isTrue();
        assertThat(find.unless().test(call("find", 1L), "")).isTrue();
        assertThat(find.unless().test(call("find", 1L), "a")).isFalse();
    }

    @Test
    void anInvalidationAfterTheCallSeesTheResult() {
        InvalidateOperation change = Sources.operations(Shop.class, "change")
                .all(InvalidateOperation.class)
                .get(0);
        assertThat(change.condition().test(call("change", 1L), 2)).isTrue();
        assertThat(change.condition().test(call("change", 1L), 1)).isFalse();
    }

    @Test
    void theMessageSaysThatTheResultIsNull() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(
                        () -> Sources.cached(Shop.class, "findOrNull").unless().test(call("findOrNull", 1L), null))
                .withMessageContaining("isEmpty() on null context object. #result is null, as it is for an empty"
                        + " Optional. Ask for null first, as in #result == null or #result.isEmpty()");
    }

    @Test
    void theResultIsWhatIsInTheOptional() {
        CachedOperation find = Sources.cached(Shop.class, "findIfPresent");
        assertThat(find.unless().test(call("findIfPresent", 1L), Optional.of("")))
                .isTrue();
        assertThat(find.validWhile().test(call("findIfPresent", 1L), Optional.of("ab")))
                .isTrue();
    }

    @Test
    void whatIsNeitherTrueNorFalseIsAnErrorWithoutTheValue() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> Sources.cached(Shop.class, "flagged")
                        .condition()
                        .test(call("flagged", new Object[] {null}), null))
                .withMessage("@Cached(condition = \"#flag\") on " + Shop.class.getName()
                        + ".flagged(Boolean) is null instead of true or false");
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> Sources.cached(Shop.class, "text").condition().test(call("text", "secret"), null))
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
    }
}
