package io.kvkit.spring.operation.attribute;

import org.jspecify.annotations.Nullable;

/** Creates the exception for a value that breaks a rule, so that a rule need not know where the value is written. */
@FunctionalInterface
public interface Refusals {

    /**
     * Creates the exception.
     *
     * @param place the attribute or property of the value
     * @param value the value; null if it is missing
     * @param problem what is wrong, such as "it is negative"
     * @param mend what to write
     */
    RuntimeException error(String place, @Nullable Object value, String problem, String mend);
}
