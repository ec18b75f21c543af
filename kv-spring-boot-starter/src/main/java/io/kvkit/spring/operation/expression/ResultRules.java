package io.kvkit.spring.operation.expression;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.type.TypeRelations;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;

/** Refuses expressions whose type does not fit their attribute. */
final class ResultRules {

    private ResultRules() {}

    /** Refuses a known type that never converts to the wanted one. */
    static void requireType(OperationSite site, String attribute, String text, ResolvableType type, Class<?> wanted) {
        Class<?> known = TypeRelations.raw(type);
        if (known == null || known.isAssignableFrom(wanted)) {
            return;
        }
        if (wanted == Boolean.class) {
            // A bean may return "true", as the environment does; an argument would fail for every other text.
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

    // A conversion would also accept a list with one element.
    private static boolean becomes(Class<?> known, Class<?> wanted) {
        boolean isNumber = Number.class.isAssignableFrom(wanted);
        return isNumber
                ? Number.class.isAssignableFrom(known) || known == String.class
                : DefaultConversionService.getSharedInstance().canConvert(known, wanted);
    }
}
