package io.kvkit.spring.operation.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.expression.Client;
import io.kvkit.spring.operation.expression.Expressions;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.key.text.KeyForms;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnShape;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tags that expressions compute for a call. */
class TagPlanTest {

    public record Item(String category, @Nullable List<String> colors) {}

    interface Methods {

        Item find(Object id);

        void remove(String tag, Map<String, String> byName, InputStream stream);
    }

    private static TagPlan tags(String name, String... texts) {
        Method method = Sources.method(Methods.class, name);
        OperationSite site = new OperationSite(Methods.class, method, "Cached");
        ReturnShape returns = ReturnShape.of(method, Methods.class, MethodDrivers.kinds());
        Parameters parameters = new Parameters(Methods.class, method, method);
        return new KeyPlans(site, new Expressions(site, parameters, returns, null), KeyForms.of(null))
                .tags(List.of(texts), Sees.RESULT);
    }

    private static Invocation call(@Nullable Object id) {
        return new Invocation(new Object(), Sources.method(Methods.class, "find"), new Object[] {id}, Client.NONE);
    }

    @Test
    void eachExpressionGivesItsTagsOnce() {
        TagPlan plan = tags("find", "'all'", "#id", "#result.category", "#result.colors");

        assertThat(plan.of(call(7), new Item("all", List.of("red", "blue", "red"))))
                .containsExactly("all", "7", "red", "blue");
    }

    @Test
    void collectionsAndArraysAreSeveralTags() {
        TagPlan plan = tags("find", "#id");

        assertThat(plan.of(call(List.of("a", "b")), null)).containsExactly("a", "b");
        assertThat(plan.of(call(new String[] {"a", "b"}), null)).containsExactly("a", "b");
        assertThat(plan.of(call(new long[] {1, 2}), null)).containsExactly("1", "2");
        assertThat(plan.of(call(List.of()), null)).isEmpty();
    }

    @Test
    void equalValuesAreOneTag() {
        assertThat(tags("find", "#id").of(call(Arrays.asList(1, 1L, "1")), null))
                .containsExactly("1");
    }

    @Test
    void nullAndBlankAreNoTags() {
        TagPlan plan = tags("find", "#id", "#result?.category", "#result?.colors");

        assertThat(plan.of(call(null), new Item(" ", null))).isEmpty();
        assertThat(plan.of(call(Arrays.asList("", null, "a")), null)).containsExactly("a");
    }

    @Test
    void expressionsOfTheResultAreLeftOutWhereItIsNull() {
        assertThat(tags("find", "#result.category", "'all'", "#id").ofNull(call("a")))
                .containsExactly("all", "a");
        assertThat(tags("find", "#result.category").ofNull(call("a"))).isEmpty();
    }

    @Test
    void mapIsRefusedByTheCallThatShowsIt() {
        assertThatExceptionOfType(KvKeyException.class)
                .isThrownBy(() -> tags("find", "#id").of(call(Map.of("a", "b")), null))
                .withMessageContaining("it is a map. Write what the tags are, as in #map.keySet()");
    }

    @Test
    void planWithoutExpressionsIsEmpty() {
        assertThat(tags("find").isEmpty()).isTrue();
        assertThat(tags("find").of(call(1), null)).isEmpty();
        assertThat(tags("find", "'all'").isEmpty()).isFalse();
    }

    @Test
    void mistakesAreRefusedWithTheirMend() {
        assertRefused("find", " ", "an expression is blank. Remove it, or write a tag, as in \"'all'\"");
        assertRefused("remove", "#result", "the method returns nothing. Use the arguments");
        assertRefused("remove", "#byName", "it is a map. Write what the tags are, as in #byName.keySet()");
        assertRefused("remove", "#stream", "the argument \"InputStream stream\" cannot be part of a key, because ");
        assertThatNoException().isThrownBy(() -> tags("remove", "#tag", "#byName.keySet()"));
        assertThatNoException().isThrownBy(() -> tags("find", "#result.category"));
    }

    private static void assertRefused(String method, String text, String message) {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> tags(method, text))
                .withMessageContaining(message);
    }

    @Test
    void invalidExpressionIsRefused() {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> tags("find", "#missing"))
                .withMessageContaining("#missing");
    }
}
