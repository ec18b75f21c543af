package io.kvkit.spring.operation;

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

    /** Returns the name of an operation whose annotation has none. */
    public String defaultName() {
        String type = site.type().getSimpleName();
        return ofClass ? type : type + "." + site.method().getName();
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
