package io.kvkit.spring.operation;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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
        Map<String, String> own = new TreeMap<>(later.traits());
        Map<String, String> others = earlier.traits();
        own.entrySet()
                .removeIf(trait -> trait.getValue().equals(others.getOrDefault(trait.getKey(), trait.getValue())));
        if (!own.isEmpty()) {
            throw later.site()
                    .error(
                            "name",
                            later.name(),
                            "it has " + all(own.keySet(), trait -> trait + " " + shown(own.getOrDefault(trait, "")))
                                    + ", but " + earlier.site() + " with this name has "
                                    + all(own.keySet(), trait -> shown(others.getOrDefault(trait, ""))),
                            "Let them agree, or give them two names");
        }
    }

    private static String all(Set<String> traits, UnaryOperator<String> text) {
        return traits.stream().map(text).collect(Collectors.joining(" and "));
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
