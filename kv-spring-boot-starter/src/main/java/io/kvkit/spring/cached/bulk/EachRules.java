package io.kvkit.spring.cached.bulk;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.ReturnRules;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnShape;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Reads {@code each} and {@code resultKey}, and refuses methods that cannot be called for some of their elements. */
public final class EachRules {

    private static final String EACH = "each";
    private static final String RESULT_KEY = "resultKey";
    private static final String VARIABLE = "#" + Parameters.EACH;

    private final Declaration declaration;
    private final Parameters parameters;
    private final String each;
    private final String resultKey;

    private EachRules(Declaration declaration) {
        this.declaration = declaration;
        this.parameters = declaration.expressions().parameters();
        this.each = declaration.attributes().text(EACH);
        this.resultKey = declaration.attributes().text(RESULT_KEY);
    }

    /**
     * Compiles the attributes; null if the annotation has one entry for each call.
     *
     * @throws KvConfigurationException if the method does not fit them
     */
    public static @Nullable EachPlan read(Declaration declaration) {
        EachRules rules = new EachRules(declaration);
        if (!rules.each.isEmpty()) {
            return rules.plan();
        }
        if (!rules.resultKey.isEmpty()) {
            throw rules.error(
                    RESULT_KEY, "each is not set", "Set each to the argument with the ids, as in each = \"#ids\"");
        }
        return null;
    }

    private EachPlan plan() {
        ReturnRules.requireOneValue(declaration);
        int position = position();
        ResolvableType argument = ResolvableType.forType(parameters.type(position));
        Several ids = ids(position, argument);
        ResolvableType element = element(position, argument.getGeneric(0));
        ResolvableType returned = ResolvableType.forType(declaration.returns().type());
        Several results = results(returned);
        ResolvableType value = returned.getGeneric(results == Several.MAP ? 1 : 0);
        if (results == Several.MAP) {
            requireKeys(returned.getGeneric(0), element);
        }
        Declaration single = declaration.with(parameters.ofEach(position, element), single(value));
        requireEach(single);
        return new EachPlan(position, ids, results, resultKey(results, single), single);
    }

    private int position() {
        Integer position = each.startsWith("#") ? parameters.index(each.substring(1)) : null;
        if (position == null) {
            throw error(
                    EACH,
                    "it is not an argument",
                    "Write the argument with the ids, as in each = \"#ids\". Known here: " + parameters.offer());
        }
        return position;
    }

    private Several ids(int position, ResolvableType type) {
        Several form = Several.of(type);
        if (form == null || form == Several.MAP) {
            throw error(
                    EACH,
                    "the argument \"" + parameters.display(position) + "\" cannot be called with some of its elements",
                    "Declare it as a Collection, a List or a Set");
        }
        return form;
    }

    private ResolvableType element(int position, ResolvableType type) {
        if (type.resolve() == null || type.resolve() == Object.class) {
            throw error(
                    EACH,
                    "the type of the elements of \"" + parameters.display(position) + "\" is not known",
                    "Write it, as in Collection<Long>");
        }
        return ResolvableType.forType(bound(type.getType()));
    }

    private Several results(ResolvableType type) {
        Several form = declaration.returns().optional() ? null : Several.of(type);
        if (form == null) {
            throw error(
                    EACH,
                    "the method returns " + returned(type) + ", which has no result for each element",
                    "Return a Map from the elements to their results, or a List or a Set with resultKey");
        }
        return form;
    }

    private String returned(ResolvableType type) {
        String carrier = declaration.returns().carrier().getSimpleName();
        String value = type.resolve(Object.class).getSimpleName();
        return carrier.equals(value) ? carrier : carrier + " of " + value;
    }

    private void requireKeys(ResolvableType keys, ResolvableType elements) {
        Class<?> key = ClassUtils.resolvePrimitiveIfNecessary(keys.resolve(Object.class));
        if (!key.isAssignableFrom(elements.resolve(Object.class))) {
            throw error(
                    EACH,
                    "the keys of the returned Map are " + key.getSimpleName() + ", but the elements are "
                            + elements.resolve(Object.class).getSimpleName(),
                    "Return a Map from the elements to their results");
        }
    }

    private ReturnShape single(ResolvableType value) {
        ReturnShape returns = declaration.returns();
        if (value.resolve() == Optional.class) {
            throw error(EACH, "its results are Optional", "Return the values, and leave out what is missing");
        }
        return new ReturnShape(returns.kind(), bound(value.getType()), false, returns.carrier());
    }

    private static Type bound(Type type) {
        return type instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : type;
    }

    private void requireEach(Declaration single) {
        String key = declaration.attributes().text("key");
        if (key.isEmpty()) {
            return;
        }
        single.expressions().value("key", key, Sees.ARGUMENTS);
        if (!declaration.expressions().reads(key, Parameters.EACH)) {
            throw declaration
                    .site()
                    .error(
                            "key",
                            key,
                            "it is the same for all elements of " + each,
                            "Use " + VARIABLE + " for one element, as in key = \"{#tenant, " + VARIABLE + "}\"");
        }
    }

    private @Nullable ValuePlan resultKey(Several results, Declaration single) {
        if (results == Several.MAP) {
            if (!resultKey.isEmpty()) {
                throw error(RESULT_KEY, "the returned Map already says which result belongs to which id", "Remove it");
            }
            return null;
        }
        if (resultKey.isEmpty()) {
            throw error(
                    RESULT_KEY,
                    "it is required for a method that returns a " + (results == Several.SET ? "Set" : "List"),
                    "Write which element a result belongs to, as in resultKey = \"#result.id\"");
        }
        ValuePlan plan = single.expressions().value(RESULT_KEY, resultKey, Sees.RESULT);
        if (!declaration.expressions().reads(resultKey, "result")
                || declaration.expressions().reads(resultKey, Parameters.EACH)) {
            throw error(
                    RESULT_KEY,
                    "it must tell the element from the result alone",
                    "Write it as in resultKey = \"#result.id\"");
        }
        return plan;
    }

    private KvConfigurationException error(String attribute, String problem, String mend) {
        String value = declaration.attributes().text(attribute);
        return declaration.site().error(attribute, value.isEmpty() ? null : value, problem, mend);
    }
}
