package io.kvkit.spring.operation;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** How the values of one class are written in keys: the same for equal ones, another for every other. */
sealed interface KeyForm {

    /** A value that is one text. */
    record Single(Function<Object, String> text) implements KeyForm {}

    /**
     * A value that is the list of its parts.
     *
     * @param mark what tells it from lists of other kinds; empty for a list
     * @param ordered whether the order of the parts means something
     * @param parts gives the parts
     * @param fields the fields that the parts are read from; empty if they are not known by the class
     */
    record Composite(String mark, boolean ordered, Function<Object, ? extends Collection<?>> parts, List<Field> fields)
            implements KeyForm {

        static Composite of(String mark, Function<Object, ? extends Collection<?>> parts) {
            return new Composite(mark, true, parts, List.of());
        }
    }

    /**
     * A value that has no form.
     *
     * @param reason why, as it follows the name of its class: "is a stream"
     */
    record None(String reason) implements KeyForm {}
}
