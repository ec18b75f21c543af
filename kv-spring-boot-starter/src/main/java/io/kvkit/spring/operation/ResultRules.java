package io.kvkit.spring.operation;

import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;

/** Refuses expressions whose values are of another type than their attribute takes. */
final class ResultRules {

    private ResultRules() {}

    /** Refuses a type that is known and never becomes the wanted one. */
    static void requireType(OperationSite site, String attribute, String text, ResolvableType type, Class<?> wanted) {
        Class<?> known = MemberTypes.raw(type);
        if (known == null || known.isAssignableFrom(wanted)) {
            return;
        }
        if (wanted == Boolean.class) {
            // A bean may well tell "true", as the environment does; an argument would fail at each other text.
            boolean mayTell = known == String.class && text.contains("@");
            if (known != Boolean.class && !mayTell) {
                throw site.error(
                        attribute,
                        text,
                        "it is " + known.getSimpleName() + " and not true or false",
                        "Write a comparison, as in " + text + " != null");
            }
        } else if (!becomes(known, wanted)) {
            throw site.error(
                    attribute,
                    text,
                    "it is " + known.getSimpleName() + ", which does not become " + wanted.getSimpleName(),
                    "Write an expression that gives " + wanted.getSimpleName());
        }
    }

    // A conversion would also take the one element of a list.
    private static boolean becomes(Class<?> known, Class<?> wanted) {
        boolean isNumber = Number.class.isAssignableFrom(wanted);
        return isNumber
                ? Number.class.isAssignableFrom(known) || known == String.class
                : DefaultConversionService.getSharedInstance().canConvert(known, wanted);
    }
}
