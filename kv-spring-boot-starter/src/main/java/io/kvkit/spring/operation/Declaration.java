package io.kvkit.spring.operation;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.Expressions;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.key.KeyPlans;
import io.kvkit.spring.operation.key.KeyShape;
import io.kvkit.spring.operation.key.KeyShapes;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnShape;
import org.jspecify.annotations.Nullable;

/**
 * One annotation on one method, before it is parsed.
 *
 * @param site the place of the annotation
 * @param attributes the attributes of the annotation
 * @param expressions compiles the expressions of the annotation
 * @param keys creates the key plans of the annotation
 * @param returns the shape of the method's return type
 * @param controller whether the method handles requests
 * @param ofClass whether the class carries the annotation
 */
public record Declaration(
        OperationSite site,
        Attributes attributes,
        Expressions expressions,
        KeyPlans keys,
        ReturnShape returns,
        boolean controller,
        boolean ofClass) {

    /** Returns the same annotation as calls with other parameters and another result see it. */
    public Declaration with(Parameters parameters, ReturnShape result) {
        Expressions others = expressions.with(parameters, result);
        return new Declaration(site, attributes, others, keys.with(others), result, controller, ofClass);
    }

    /** Returns the name of an operation whose annotation has none. */
    public String defaultName() {
        String type = site.type().getSimpleName();
        return ofClass ? type : type + "." + site.method().getName();
    }

    /** Returns what is known of a key before any call. An empty text stands for all arguments. */
    public KeyShape keyShape(String key) {
        return new KeyShapes(expressions.parameters(), returns).of(key);
    }

    /** Returns what is known of each of several keys before any call. */
    public KeyShape elementShape(String keys) {
        return new KeyShapes(expressions.parameters(), returns).ofElements(keys);
    }

    /**
     * Returns the condition of the annotation; always true if it has none.
     *
     * @throws KvConfigurationException if it cannot work or is no condition
     */
    public Condition condition(Sees sees) {
        return expressions.condition("condition", attributes.text("condition"), sees, Condition.ALWAYS);
    }

    /** Returns whether the annotation has a name. */
    public boolean named() {
        return !attributes.name().isEmpty();
    }

    /** Creates the exception for a return type that the annotation does not support. */
    public KvConfigurationException refused(String problem, String mend) {
        return site.error("", null, problem, mend);
    }

    /** Returns the first value that is not null; null if all are null. */
    @SafeVarargs
    public static <T> @Nullable T first(@Nullable T... values) {
        for (T value : values) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
