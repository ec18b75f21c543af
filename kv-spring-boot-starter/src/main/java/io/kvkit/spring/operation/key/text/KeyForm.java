package io.kvkit.spring.operation.key.text;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * How the values of one class are written in keys: equal values have the same text, different values different ones.
 */
sealed interface KeyForm {

    /** A value that is written as one text. */
    record Single(Function<Object, String> text) implements KeyForm {}

    /**
     * A value that is written as a list of parts.
     *
     * @param mark separates the value from lists of other kinds; empty for a list
     * @param ordered whether the order of the parts matters
     * @param parts returns the parts
     * @param fields the fields that contain the parts; empty if the class does not determine them
     */
    record Composite(String mark, boolean ordered, Function<Object, ? extends Collection<?>> parts, List<Field> fields)
            implements KeyForm {

        static Composite of(String mark, Function<Object, ? extends Collection<?>> parts) {
            return new Composite(mark, true, parts, List.of());
        }
    }

    /**
     * A value that cannot be part of a key.
     *
     * @param reason the reason, as a text that follows the name of the class: "is a stream"
     */
    record None(String reason) implements KeyForm {}
}
