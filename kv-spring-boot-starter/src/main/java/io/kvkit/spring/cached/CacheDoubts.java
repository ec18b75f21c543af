package io.kvkit.spring.cached;

import io.kvkit.spring.cached.InvalidateOperation.Reach;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRules;
import io.kvkit.spring.operation.attribute.Typos;
import io.kvkit.spring.operation.key.KeyShape;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds cache annotations that work, but probably not as intended: changes that reach no entry, names with two meanings. */
final class CacheDoubts {

    private final List<CachedOperation> caches;
    private final Predicate<String> namedElsewhere;
    private final Set<String> doubts = new LinkedHashSet<>();

    private CacheDoubts(Collection<Operation> operations, Predicate<String> namedElsewhere) {
        this.namedElsewhere = namedElsewhere;
        this.caches = operations.stream()
                .filter(CachedOperation.class::isInstance)
                .map(CachedOperation.class::cast)
                .toList();
    }

    /**
     * Returns the warnings, each as a sentence.
     *
     * @param namedElsewhere whether Spring's annotations have the name of a cache, of whose keys nothing is known here
     */
    static List<String> in(Collection<Operation> operations, Predicate<String> namedElsewhere) {
        CacheDoubts found = new CacheDoubts(operations, namedElsewhere);
        for (Operation operation : operations) {
            if (operation instanceof InvalidateOperation write) {
                found.reach(write, write.reach().isWide() ? null : write.keyShape());
            } else if (operation instanceof UpdateOperation write) {
                found.reach(write, write.keyShape());
                found.lives(write);
            }
        }
        found.meanings();
        return List.copyOf(found.doubts);
    }

    private void reach(Operation write, @Nullable KeyShape shape) {
        List<CachedOperation> named = caches(cache -> cache.name().equals(write.name()));
        if (named.isEmpty() && namedElsewhere.test(write.name())) {
            return;
        }
        if (named.isEmpty()) {
            doubts.add(write.site() + " changes the cache \"" + write.name() + "\", which no @Cached method has."
                    + similar(write.name()));
        } else if (shape != null
                && named.stream().noneMatch(cache -> cache.keyShape().mayMeet(shape))) {
            CachedOperation cache = named.get(0);
            boolean several = write instanceof InvalidateOperation removal && removal.reach() == Reach.KEYS;
            doubts.add(write.site() + " never reaches an entry of the cache \"" + write.name() + "\": "
                    + (several ? "each of its keys " : "its key ") + write.key().expression() + " is a "
                    + shape.text() + ", that of " + cache.site() + " is a "
                    + cache.keyShape().text() + "." + mend(write, several, shape));
        }
    }

    private static String mend(Operation write, boolean several, KeyShape shape) {
        return write instanceof InvalidateOperation && !several && shape.isList()
                ? " To remove an entry for each element, write keys = \""
                        + write.key().expression() + "\"."
                : "";
    }

    // A value that says how long it lives must not outlive that because it was written and not read.
    private void lives(UpdateOperation write) {
        caches(cache -> cache.name().equals(write.name()) && cache.life() != null).stream()
                .filter(cache ->
                        write.life() == null && write.shape().get().settings().equals(cache.settings()))
                .findFirst()
                .ifPresent(cache -> doubts.add(write.site() + " keeps its value for the ttl of the cache, but "
                        + cache.site() + " has a ttlExpression: give it one too."));
    }

    private void meanings() {
        for (int i = 0; i < caches.size(); i++) {
            CachedOperation cache = caches.get(i);
            caches.subList(0, i).stream()
                    .filter(other -> other.name().equals(cache.name()) && !OperationRules.isSame(other, cache))
                    .filter(other -> !other.keyShape().meansSame(cache.keyShape()))
                    .findFirst()
                    .ifPresent(other -> doubts.add("The keys of the cache \"" + cache.name()
                            + "\" do not mean the same on " + other.site() + " and " + cache.site()
                            + ": give them two names."));
            if (cache.keyShape().constant() && hasKeyParts(cache.site().method())) {
                doubts.add(cache.site() + " has a key that is the same for all calls, whatever their arguments are.");
            }
        }
    }

    private static boolean hasKeyParts(Method method) {
        int others = RefreshArgument.of(method) == null ? 0 : 1;
        return method.getParameterCount() > others;
    }

    private String similar(String name) {
        List<CachedOperation> similar = new ArrayList<>(caches(cache -> Typos.edits(cache.name(), name) <= 2));
        return similar.isEmpty() ? "" : " Did you mean \"" + similar.get(0).name() + "\"?";
    }

    private List<CachedOperation> caches(Predicate<CachedOperation> wanted) {
        return caches.stream().filter(wanted).toList();
    }
}
