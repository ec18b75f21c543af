package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/**
 * One annotation on one method, ready to be parsed.
 *
 * @param site where it is
 * @param attributes its attributes
 * @param expressions compiles its expressions
 * @param keys makes its keys
 * @param returns what the method returns
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

    /** The name that operations have that are not given one. */
    public String defaultName() {
        String type = site.type().getSimpleName();
        return ofClass ? type : type + "." + site.method().getName();
    }

    /** Whether the name was written. */
    public boolean named() {
        return !attributes.name().isEmpty();
    }

    /** The annotation cannot work on a method that returns this. */
    public KvConfigurationException refused(String problem, String mend) {
        return site.error("", null, problem, mend);
    }

    /** The first of the values that is not null. */
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
