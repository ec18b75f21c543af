package io.kvkit.spring.operation;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import java.util.Arrays;
import java.util.TreeMap;

/** Refuses two operations that cannot share their name. */
public final class OperationRules {

    private OperationRules() {}

    /**
     * Refuses the later operation if the two are different operations and do not agree.
     *
     * @throws KvConfigurationException if they do not agree; the message names both
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
        later.requireFit(earlier);
        earlier.requireFit(later);
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

    private static String shown(String value) {
        return value.isEmpty() ? "\"\"" : value;
    }

    /**
     * Returns whether both are one operation: of a bean and its interface, or of a class whose methods share a limit.
     */
    public static boolean isSame(Operation earlier, Operation later) {
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
        if (earlier.ofClass() && later.ofClass()) {
            return !sameMethod;
        }
        return sameMethod && !one.type().equals(other.type());
    }
}
