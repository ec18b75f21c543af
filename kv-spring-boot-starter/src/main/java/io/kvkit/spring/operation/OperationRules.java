package io.kvkit.spring.operation;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.TreeMap;
import org.springframework.core.ResolvableType;

/** Refuses two operations that cannot share their name. */
final class OperationRules {

    private OperationRules() {}

    private static boolean isOfClass(Operation operation) {
        return operation instanceof RateLimitedOperation limited && limited.ofClass();
    }

    /**
     * Refuses the later one if the two are different operations and do not agree.
     *
     * @throws KvConfigurationException naming both
     */
    static void requireAgreement(Operation earlier, Operation later) {
        if (isSame(earlier, later)) {
            return;
        }
        if (!earlier.named() && !later.named()) {
            throw later.site()
                    .error(
                            "name",
                            later.name(),
                            earlier.site().equals(later.site())
                                    ? "the method has another @" + later.site().annotation() + " of this name"
                                    : "this default name is that of " + earlier.site() + " too",
                            "Give each a name of its own, as in name = \"" + later.name() + ".2\"");
        }
        if (earlier instanceof CachedOperation cached && later instanceof UpdateOperation update) {
            requireStorable(update, cached);
        } else if (earlier instanceof UpdateOperation update && later instanceof CachedOperation cached) {
            requireStorable(update, cached);
        }
        requireEqualTraits(earlier, later);
    }

    private static void requireEqualTraits(Operation earlier, Operation later) {
        new TreeMap<>(later.traits()).forEach((trait, value) -> {
            String other = earlier.traits().get(trait);
            if (other != null && !other.equals(value)) {
                throw later.site()
                        .error(
                                "name",
                                later.name(),
                                "it has " + trait + " " + shown(value) + ", but " + earlier.site()
                                        + " with this name has " + shown(other),
                                "Let them agree, or give them two names");
            }
        });
    }

    // The entry would be removed and never filled, whatever the method returns.
    private static void requireStorable(UpdateOperation update, CachedOperation cached) {
        Type stored = update.valueType();
        Type kept = cached.returns().type();
        if (!TypeRelations.mayBe(ResolvableType.forType(stored), ResolvableType.forType(kept))) {
            throw update.site()
                    .error(
                            "name",
                            update.name(),
                            "it stores " + stored.getTypeName() + ", but " + cached.site() + " with this name has "
                                    + kept.getTypeName(),
                            "Let them agree, as by result = \"#result.name\", or give them two names");
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "\"\"" : value;
    }

    /** Whether both are one operation: of a bean and its interface, or of one class with one limit on all methods. */
    static boolean isSame(Operation earlier, Operation later) {
        OperationSite one = earlier.site();
        OperationSite other = later.site();
        boolean related =
                one.type().isAssignableFrom(other.type()) || other.type().isAssignableFrom(one.type());
        boolean sameMethod = one.method().getName().equals(other.method().getName())
                && Arrays.equals(
                        one.method().getParameterTypes(), other.method().getParameterTypes());
        if (!related || !one.annotation().equals(other.annotation())) {
            return false;
        }
        if (isOfClass(earlier) && isOfClass(later)) {
            return !sameMethod;
        }
        return sameMethod && !one.type().equals(other.type());
    }
}
